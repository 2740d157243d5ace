package io.calotype.store;

import io.calotype.cache.CacheKey;
import io.calotype.cache.CacheMeters;
import io.calotype.cache.CachedFile;
import io.calotype.cache.DiskCache;
import io.calotype.cache.EntryInfo;
import io.calotype.cache.MemoryCache;
import io.calotype.cache.OpenEntry;
import io.calotype.cache.OwnerLimit;
import io.calotype.cache.RunMode;
import io.calotype.cache.ScanTotals;
import io.calotype.cache.SweepRequest;
import io.calotype.cache.SweepResult;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.OpenFile;
import io.calotype.disk.ReadThrottle;
import io.calotype.disk.RegularFile;
import io.calotype.disk.Throttle;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFaults;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The memory cache in front of the disk cache, as one cache, and the store that all nodes share
/// behind them.
public final class RenditionCache {
  private static final int TOLD = 16;
  private static final int PROMOTED = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(20); // for a large rendition

  private final MemoryCache memory;
  private final DiskCache disk;
  private final DiskThreads threads;
  private final SharedRenditions shared;
  private final HitMeters hits;
  private final CacheMeters meters;

  /// Creates the cache over two caches that hold renditions only. The caller owns both.
  ///
  /// @param threads run the disk I/O of requests
  public RenditionCache(
      MemoryCache memory,
      DiskCache disk,
      DiskThreads threads,
      SharedRenditions shared,
      Telemetry telemetry) {
    this.shared = shared;
    this.threads = threads;
    this.memory = memory;
    this.disk = disk;
    this.hits = new HitMeters(telemetry);
    this.meters = new CacheMeters(telemetry);
    hits.observeRatios();
  }

  /// Returns the entry from memory, or null. One in [#TOLD] uses, chosen at random, is passed on to
  /// the disk cache: an entry popular in memory must not look idle on disk.
  @Nullable
  public RenditionResult recent(CacheKey key) {
    ByteBuffer bytes = memory.find(key);
    if (bytes == null) {
      return null;
    }
    countHit(key);
    return new RenditionResult(
        new Content.InMemory(bytes), RenditionResult.Origin.MEMORY, Duration.ZERO);
  }

  /// Returns the bytes of the entry from memory and counts a request and a hit, like
  /// [#countRequest] and [#recent]. Returns null and counts nothing if memory does not have them in
  /// that length.
  public @Nullable ByteBuffer hit(CacheKey key, long length) {
    ByteBuffer bytes = memory.find(key);
    if (bytes == null || bytes.remaining() != length) {
      return null;
    }
    disk.countRequest(key);
    countHit(key);
    return bytes;
  }

  /// Returns the entry on disk, if its file is open. For a caller that has found nothing in memory.
  /// Counts no hit. Never blocks.
  public @Nullable OpenEntry findOpen(CacheKey key) {
    return threads.prompt() ? disk.openEntries().find(key) : null;
  }

  /// Counts a hit of an entry of [#findOpen] with `length` bytes. One in [#TOLD] uses of a small
  /// entry is a chance to enter memory. Never blocks.
  public void countOpenHit(CacheKey key, long length) {
    hits.diskHit();
    boolean small = length <= memory.maxEntryBytes();
    if (small && ThreadLocalRandom.current().nextInt(TOLD) == 0) {
      promoteLater(key);
    }
  }

  /// Whether memory has the entry. Counts nothing.
  public boolean inMemory(CacheKey key) {
    return memory.holds(key);
  }

  private void promoteLater(CacheKey key) {
    try {
      var _ =
          threads.begin(() -> {
            disk.read(key, memory.maxEntryBytes()).ifPresent(content -> promote(key, content));
            return key;
          });
    } catch (MediaException unavailable) {
      fault("promote", unavailable);
    }
  }

  private void countHit(CacheKey key) {
    if (ThreadLocalRandom.current().nextInt(TOLD) == 0) {
      disk.recent(key);
    }
    hits.memoryHit();
  }

  /// Counts one request for `key`. Never blocks.
  public void countRequest(CacheKey key) {
    disk.countRequest(key);
  }

  /// The renditions that all nodes share.
  public SharedRenditions shared() {
    return shared;
  }

  /// Counts one request that the shared renditions have answered.
  public void sharedHit() {
    hits.sharedHit();
  }

  /// Counts one request that no cache could answer.
  public void missed() {
    hits.miss();
  }

  /// Limits the disk entries of the owner of `written` to `limit`. A key that matches
  /// `limit.last()` counts as requested twice. Blocks.
  void limit(CacheKey written, OwnerLimit limit) {
    if (limit.last().test(written)) {
      disk.expect(written);
    }
    var _ =
        onDisk(
            "limit",
            written,
            () -> {
              disk.limit(written, limit);
              return written;
            });
  }

  /// Returns whether memory or the disk index holds the entry, without disk I/O.
  public boolean known(CacheKey key) {
    return memory.find(key) != null || disk.recent(key) != null;
  }

  /// Returns whether the entry exists. Counts as a use for eviction, but not as a hit. Blocks.
  public boolean holds(CacheKey key) {
    return onDisk("find", false, () -> disk.find(key).isPresent()) || memory.holds(key);
  }

  /// Reports the state of a rendition without counting as a use. Blocks.
  public CacheLookupReport traces(Rendition rendition) {
    CacheKey key = rendition.key();
    boolean inMemory = memory.holds(key);
    return CacheLookupReport.of(
        rendition,
        inMemory,
        inMemory || disk.knows(key),
        shared.has(rendition),
        onDisk("traces", List.of(), () -> disk.traces(key.owner(), rendition::resembles)));
  }

  /// Reports the files of all renditions of a media on disk, without counting a use. Reads each of
  /// them. Blocks.
  public List<CachedFile> traces(MediaId owner) {
    return onDisk("traces", List.of(), () -> disk.traces(owner.value(), key -> true));
  }

  /// Passes each owner with its disk entries to `visitor`, until it returns false. Blocks.
  ///
  /// @return whether every owner was passed; false if `visitor` or the disk stopped the scan
  public boolean each(BiPredicate<String, List<EntryInfo>> visitor) {
    return disk.each(visitor);
  }

  /// Returns a verified entry from memory or disk. A small disk entry is promoted to memory if that
  /// has room. Otherwise one in [#PROMOTED] uses of a popular entry is a chance to enter memory,
  /// which admits by frequency: one look at many cold pictures displaces no popular one.
  public Optional<RenditionResult> find(CacheKey key) {
    RenditionResult recent = recent(key);
    return recent != null ? Optional.of(recent) : read(key).map(content -> promoted(key, content));
  }

  /// A disk that does not answer counts as a miss.
  private Optional<Content> read(CacheKey key) {
    boolean inMemory =
        memory.hasRoom() || (disk.often(key) && ThreadLocalRandom.current().nextInt(PROMOTED) == 0);
    int maxBytes = inMemory ? memory.maxEntryBytes() : 0;
    return onDisk("read", Optional.empty(), () -> disk.read(key, maxBytes));
  }

  /// Runs `work` on a disk thread. Returns `otherwise` if the disk fails or does not answer: a
  /// broken cache is not a failure.
  private <T> T onDisk(String operation, T otherwise, Callable<T> work) {
    try {
      return threads.call(work, PATIENCE);
    } catch (IOException | MediaException unavailable) {
      fault(operation, unavailable);
      return otherwise;
    }
  }

  private void fault(String operation, Exception e) {
    meters.fault();
    EventLog.debug("cache.unavailable", "what", operation, "reason", e.getClass().getSimpleName());
  }

  /// Opens an entry that was found, unless its file is open, and keeps it open for [#findOpen].
  ///
  /// Errors: those of [#open(Content.InFile)].
  public OpenEntry open(CacheKey key, Content.InFile entry) throws IOException {
    OpenEntry again = disk.openEntries().findAgain(key, entry);
    return again == null ? disk.openEntries().keep(key, entry, open(entry)) : again;
  }

  /// Opens an entry that was found. Closes the files that are kept open if descriptors are short.
  ///
  /// Errors: an `IOException` if the file is gone; `StoreUnavailable`.
  public OpenFile open(Content.InFile entry) throws IOException {
    try {
      return threads.callAtOnce(
          () -> new OpenFile(RegularFile.open(entry.path(), entry.length()), threads));
    } catch (IOException refused) {
      if (StoreFaults.noDescriptors(refused)) {
        disk.openEntries().drop();
      }
      throw refused;
    }
  }

  private RenditionResult promoted(CacheKey key, Content content) {
    promote(key, content);
    hits.diskHit();
    return RenditionResult.onDisk(content);
  }

  private void promote(CacheKey key, Content content) {
    if (content instanceof Content.InMemory(ByteBuffer bytes)) {
      memory.put(key, bytes);
    }
  }

  void put(CacheKey key, ByteBuffer bytes) {
    var _ =
        onDisk(
            "write",
            key,
            () -> {
              disk.put(key, bytes);
              return key;
            });
    memory.put(key, bytes);
  }

  /// Writes the next `length` bytes of `bytes` to the disk. Empty if the disk refuses them or
  /// blocks the caller for [#LONG_PATIENCE] in total; part of the bytes may be consumed by then.
  ///
  /// Errors: an `IOException` of `bytes` only.
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

  public void forget(CacheKey key) {
    disk.forget(key);
  }

  /// Removes the entries that `request` selects from both tiers, or only counts them.
  public SweepResult sweep(SweepRequest request) {
    Predicate<EntryInfo> both = both(request.condemned(), request.mode());
    return disk.sweep(new SweepRequest(request.owners(), both, request.mode(), request.throttle()));
  }

  /// Removes the renditions of `owner` that match `condemned` from both tiers, or only counts them.
  public SweepResult sweep(MediaId owner, Predicate<EntryInfo> condemned, RunMode mode) {
    SweepResult swept = disk.sweep(owner.value(), both(condemned, mode), mode);
    if (mode == RunMode.APPLY) {
      disk.openEntries().drop(owner.value());
    }
    return swept;
  }

  private Predicate<EntryInfo> both(Predicate<EntryInfo> condemned, RunMode mode) {
    return seen -> {
      boolean doomed = condemned.test(seen);
      if (doomed && mode == RunMode.APPLY) {
        memory.remove(seen.key());
      }
      return doomed;
    };
  }

  /// Removes everything from both tiers, or only counts it. Concurrent writes may survive.
  public SweepResult clear(RunMode mode, Throttle throttle) {
    SweepResult swept = disk.sweep(new SweepRequest(owner -> true, seen -> true, mode, throttle));
    if (mode == RunMode.APPLY) {
      memory.clear();
      disk.openEntries().drop();
    }
    return swept;
  }

  /// Reads the renditions of `owner` on disk and removes damaged ones, or only counts them.
  ///
  /// @param throttle is called after each entry, under no lock
  public ScanTotals prove(MediaId owner, RunMode mode, ReadThrottle throttle) {
    return disk.prove(owner.value(), mode, throttle);
  }

  /// Frees `bytes` on disk for data that cannot be regenerated, regardless of the budget.
  public SweepResult giveWay(long bytes) {
    return onDisk("give-way", SweepResult.NONE, () -> disk.giveWay(bytes));
  }

  /// Evicts disk entries down to the budget and returns the totals removed.
  public SweepResult tidy() {
    return disk.tidy();
  }

  /// Deletes unfinished writes that began before `young`.
  public int removeDrafts(Instant young) {
    return disk.removeDrafts(young);
  }

  /// Removes every rendition of a media from both tiers. Returns false if the disk may still have
  /// one.
  public boolean remove(MediaId id) {
    memory.remove(id.value());
    disk.openEntries().drop(id.value()); // also while the disk does not answer
    boolean removed = onDisk("remove", false, () -> disk.remove(id.value()));
    memory.remove(id.value());
    return removed;
  }
}
