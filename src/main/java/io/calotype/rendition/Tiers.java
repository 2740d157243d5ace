package io.calotype.rendition;

import io.calotype.cache.CacheKey;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.cache.Seen;
import io.calotype.cache.Swept;
import io.calotype.media.Content;
import io.calotype.media.MediaId;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The memory cache before the disk cache, as one.
public final class Tiers {
  private static final int TOLD = 16;

  private final MemoryCache memory;
  private final DiskCache disk;
  private final Telemetry telemetry;

  /// Two caches that hold renditions only; the caller owns them.
  public Tiers(MemoryCache memory, DiskCache disk, Telemetry telemetry) {
    this.memory = memory;
    this.disk = disk;
    this.telemetry = telemetry;
  }

  /// What is in memory; null where it is not. Of the uses of an entry the disk is told of one in
  /// [#TOLD], at random: what is hot in memory must not look idle there.
  @Nullable Found recent(CacheKey key) {
    ByteBuffer bytes = memory.find(key);
    if (bytes == null) {
      return null;
    }
    if (ThreadLocalRandom.current().nextInt(TOLD) == 0) {
      disk.recent(key);
    }
    telemetry.memoryHit();
    return new Found(new Content.InMemory(bytes), Found.Way.MEMORY, Duration.ZERO);
  }

  /// Whether there is such an entry, as far as that is known without a look at the disk.
  boolean known(CacheKey key) {
    return memory.find(key) != null || disk.recent(key) != null;
  }

  /// Whether there is such an entry. That is a use of it for what goes first, and no hit. Blocks.
  boolean holds(CacheKey key) {
    return disk.find(key).isPresent() || memory.holds(key);
  }

  /// What there is of a rendition, for somebody who only looks. Blocks.
  Traces traces(Rendition rendition) {
    CacheKey key = rendition.key();
    boolean inMemory = memory.holds(key);
    return Traces.of(
        rendition,
        inMemory,
        inMemory || disk.knows(key),
        disk.traces(key.owner(), rendition::resembles));
  }

  /// Shows each owner with its entries on the disk, for as long as `visitor` wants more. Blocks.
  ///
  /// @return whether all were shown: not where the disk refuses
  public boolean each(BiPredicate<String, List<Seen>> visitor) {
    return disk.each(visitor);
  }

  /// A verified entry from memory or disk. A small one from the disk enters the memory on its way.
  Optional<Found> find(CacheKey key) {
    Found recent = recent(key);
    return recent != null
        ? Optional.of(recent)
        : disk.read(key, memory.maxEntryBytes()).map(content -> promoted(key, content));
  }

  private Found promoted(CacheKey key, Content content) {
    if (content instanceof Content.InMemory(ByteBuffer bytes)) {
      memory.put(key, bytes);
    }
    telemetry.diskHit();
    return new Found(content, Found.Way.DISK, Duration.ZERO);
  }

  void put(CacheKey key, ByteBuffer bytes) {
    disk.put(key, bytes);
    memory.put(key, bytes);
  }

  Optional<Content.InFile> put(CacheKey key, long length, InputStream bytes) throws IOException {
    return disk.put(key, length, bytes);
  }

  void forget(CacheKey key) {
    disk.forget(key);
  }

  /// Removes the renditions that are `condemned` from both tiers, or only counts them.
  ///
  /// @param owner whose; null for everybody's
  public Swept sweep(@Nullable MediaId owner, Predicate<Seen> condemned, boolean dry) {
    Predicate<Seen> both =
        seen -> {
          boolean doomed = condemned.test(seen);
          if (doomed && !dry) {
            memory.remove(seen.key());
          }
          return doomed;
        };
    return owner == null ? disk.sweep(both, dry) : disk.sweep(owner.value(), both, dry);
  }

  /// Removes everything from both tiers, or only counts it.
  public Swept clear(boolean dry) {
    Swept swept = disk.sweep(all -> true, dry);
    if (!dry) {
      memory.clear();
    }
    return swept;
  }

  /// Removes every rendition of a media from both tiers.
  public void remove(MediaId id) {
    disk.remove(id.value());
    memory.remove(id.value());
  }
}
