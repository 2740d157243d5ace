package io.calotype.rendition;

import io.calotype.cache.CacheKey;
import io.calotype.cache.DiskCache;
import io.calotype.cache.EntryInfo;
import io.calotype.cache.MemoryCache;
import io.calotype.cache.OwnerLimit;
import io.calotype.cache.ScanTotals;
import io.calotype.cache.SweepRequest;
import io.calotype.cache.SweepResult;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.OpenFile;
import io.calotype.disk.RegularFile;
import io.calotype.failure.MediaException;
import io.calotype.media.Content;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The memory cache before the disk cache, as one.
public final class RenditionCache {
  private static final int TOLD = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(20); // for a large rendition

  private final MemoryCache memory;
  private final DiskCache disk;
  private final DiskThreads threads;
  private final Telemetry telemetry;

  /// Two caches on threads of their own.
  public RenditionCache(MemoryCache memory, DiskCache disk, Telemetry telemetry) {
    this(memory, disk, DiskThreads.of("renditions", telemetry), telemetry);
  }

  /// Two caches that hold renditions only; the caller owns them.
  ///
  /// @param threads do what requests ask of `disk`
  public RenditionCache(
      MemoryCache memory, DiskCache disk, DiskThreads threads, Telemetry telemetry) {
    this.threads = threads;
    this.memory = memory;
    this.disk = disk;
    this.telemetry = telemetry;
  }

  /// What is in memory; null where it is not. Of the uses of an entry the disk is told of one in
  /// [#TOLD], at random: what is hot in memory must not look idle there.
  @Nullable RenditionResult recent(CacheKey key) {
    ByteBuffer bytes = memory.find(key);
    if (bytes == null) {
      return null;
    }
    if (ThreadLocalRandom.current().nextInt(TOLD) == 0) {
      disk.recent(key);
    }
    telemetry.memoryHit();
    return new RenditionResult(
        new Content.InMemory(bytes), RenditionResult.Way.MEMORY, Duration.ZERO);
  }

  /// Counts one request for `key`. Never blocks.
  void asked(CacheKey key) {
    disk.asked(key);
  }

  /// Keeps the entries on disk of the owner of `written` within `limit`. A key for which `limit`
  /// has a place at the end counts as asked for twice. Blocks.
  void limit(CacheKey written, OwnerLimit limit) {
    if (limit.last().test(written)) {
      disk.expect(written);
    }
    var _ =
        tried(
            "limit",
            written,
            () -> {
              disk.limit(written, limit);
              return written;
            });
  }

  /// Whether there is such an entry, as far as that is known without a look at the disk.
  boolean known(CacheKey key) {
    return memory.find(key) != null || disk.recent(key) != null;
  }

  /// Whether there is such an entry. That is a use of it for what goes first, and no hit. Blocks.
  boolean holds(CacheKey key) {
    return tried("find", false, () -> disk.find(key).isPresent()) || memory.holds(key);
  }

  /// What there is of a rendition, for somebody who only looks. Blocks.
  CacheLookupReport traces(Rendition rendition) {
    CacheKey key = rendition.key();
    boolean inMemory = memory.holds(key);
    return CacheLookupReport.of(
        rendition,
        inMemory,
        inMemory || disk.knows(key),
        tried("traces", List.of(), () -> disk.traces(key.owner(), rendition::resembles)));
  }

  /// Shows each owner with its entries on the disk, for as long as `visitor` wants more. Blocks.
  ///
  /// @return whether all were shown: not where the disk refuses
  public boolean each(BiPredicate<String, List<EntryInfo>> visitor) {
    return disk.each(visitor);
  }

  /// A verified entry from memory or disk. A small one from the disk enters the memory on its way.
  Optional<RenditionResult> find(CacheKey key) {
    RenditionResult recent = recent(key);
    return recent != null ? Optional.of(recent) : read(key).map(content -> promoted(key, content));
  }

  /// A disk that does not answer is a miss.
  private Optional<Content> read(CacheKey key) {
    return tried("read", Optional.empty(), () -> disk.read(key, memory.maxEntryBytes()));
  }

  /// The result of `work` on the disk; `otherwise` where the disk does not answer: a broken cache
  /// is not a failure.
  private <T> T tried(String what, T otherwise, Callable<T> work) {
    try {
      return threads.call(work, PATIENCE);
    } catch (IOException | MediaException unavailable) {
      fault(what, unavailable);
      return otherwise;
    }
  }

  private void fault(String what, Exception e) {
    telemetry.cacheFault();
    EventLog.debug("cache.unavailable", "what", what, "reason", e.getClass().getSimpleName());
  }

  /// Opens an entry that was found.
  ///
  /// Errors: an `IOException` where it is gone; `StoreUnavailable`.
  OpenFile open(Content.InFile entry) throws IOException {
    return threads.callAtOnce(
        () -> new OpenFile(RegularFile.open(entry.path(), entry.length()), threads));
  }

  private RenditionResult promoted(CacheKey key, Content content) {
    if (content instanceof Content.InMemory(ByteBuffer bytes)) {
      memory.put(key, bytes);
    }
    telemetry.diskHit();
    return new RenditionResult(content, RenditionResult.Way.DISK, Duration.ZERO);
  }

  void put(CacheKey key, ByteBuffer bytes) {
    var _ =
        tried(
            "write",
            key,
            () -> {
              disk.put(key, bytes);
              return key;
            });
    memory.put(key, bytes);
  }

  /// Writes the next `length` bytes of `bytes` to the disk. Empty where the disk refuses them, or
  /// has kept the caller waiting for [#LONG_PATIENCE] in all: some of the bytes may be read by
  /// then.
  ///
  /// Errors: an `IOException` of `bytes` alone.
  Optional<Content.InFile> put(CacheKey key, long length, InputStream bytes) throws IOException {
    ChunkHandover handover = new ChunkHandover(LONG_PATIENCE);
    try (handover) {
      DiskThreads.Begun<Optional<Content.InFile>> write =
          threads.begin(() -> handover.drainedBy(taken -> disk.put(key, length, taken)));
      handover.fill(bytes, length);
      return result(write, handover);
    } catch (MediaException noAnswer) {
      fault("write", noAnswer);
      return Optional.empty();
    }
  }

  private Optional<Content.InFile> result(
      DiskThreads.Begun<Optional<Content.InFile>> write, ChunkHandover handover) {
    try {
      return write.await(handover.patience());
    } catch (IOException refused) {
      fault("write", refused);
      return Optional.empty();
    }
  }

  void forget(CacheKey key) {
    disk.forget(key);
  }

  /// Removes what `round` says from both tiers, or only counts it.
  public SweepResult sweep(SweepRequest round) {
    Predicate<EntryInfo> both = both(round.condemned(), round.dry());
    return disk.sweep(new SweepRequest(round.owners(), both, round.dry(), round.rest()));
  }

  /// Removes the renditions of `owner` that are `condemned` from both tiers, or only counts them.
  public SweepResult sweep(MediaId owner, Predicate<EntryInfo> condemned, boolean dry) {
    return disk.sweep(owner.value(), both(condemned, dry), dry);
  }

  private Predicate<EntryInfo> both(Predicate<EntryInfo> condemned, boolean dry) {
    return seen -> {
      boolean doomed = condemned.test(seen);
      if (doomed && !dry) {
        memory.remove(seen.key());
      }
      return doomed;
    };
  }

  /// Removes everything from both tiers, or only counts it. What is written meanwhile may stay.
  public SweepResult clear(boolean dry, Runnable rest) {
    SweepResult swept = disk.sweep(new SweepRequest(owner -> true, seen -> true, dry, rest));
    if (!dry) {
      memory.clear();
    }
    return swept;
  }

  /// Reads the renditions of `owner` on the disk, and removes what is damaged, or only counts it.
  ///
  /// @param read is told how many bytes were read, again and again
  public ScanTotals prove(MediaId owner, boolean dry, LongConsumer read) {
    return disk.prove(owner.value(), dry, read);
  }

  /// Frees `bytes` on the disk for data that cannot be made again, whatever the budget.
  public SweepResult giveWay(long bytes) {
    return tried("give-way", SweepResult.NONE, () -> disk.giveWay(bytes));
  }

  /// Has the disk keep to its budget, and says what had to go for it.
  public SweepResult tidy() {
    return disk.tidy();
  }

  /// Removes what was being written before `young` and never came to its end.
  public int removeDrafts(Instant young) {
    return disk.removeDrafts(young);
  }

  /// Removes every rendition of a media from both tiers.
  public void remove(MediaId id) {
    memory.remove(id.value());
    var _ =
        tried( // upkeep removes what has no record
            "remove",
            id,
            () -> {
              disk.remove(id.value());
              return id;
            });
    memory.remove(id.value());
  }
}
