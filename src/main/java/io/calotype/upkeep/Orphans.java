package io.calotype.upkeep;

import io.calotype.cache.Swept;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.MediaLocks;
import io.calotype.media.MediaId;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Staging;
import io.calotype.rendition.Tiers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// Removes what belongs to no record: originals and masters, renditions, and what uploads have left
/// behind. What is young is left alone: its record may still come.
///
/// A file is deleted under its media's lock, which an upload takes to store it with its record.
public final class Orphans {
  private static final Duration YOUNG = Duration.ofHours(1);

  private final Catalog catalog;
  private final MediaLocks locks;
  private final OriginalStore originals;
  private final Staging staging;
  private final Tiers renditions;
  private final Clock clock;

  /// Compares everything with `catalog`.
  public Orphans(
      Catalog catalog,
      MediaLocks locks,
      OriginalStore originals,
      Staging staging,
      Tiers renditions,
      Clock clock) {
    this.catalog = catalog;
    this.locks = locks;
    this.originals = originals;
    this.staging = staging;
    this.renditions = renditions;
    this.clock = clock;
  }

  /// What was found.
  ///
  /// @param originals files of originals and masters
  /// @param leftOvers temporary files
  /// @param renditions entries of the cache
  public record Found(int originals, int leftOvers, Swept renditions) {}

  /// Removes them, or only counts them where it is `dry`. Blocks for as long as it takes to look at
  /// every file.
  public Found remove(boolean dry) {
    Instant young = clock.instant().minus(YOUNG);
    AtomicInteger files = new AtomicInteger();
    originals.each(young, file -> files.addAndGet(removed(file, dry) ? 1 : 0));
    Swept entries =
        renditions.sweep(
            null, seen -> seen.used().isBefore(young) && foreign(seen.key().owner()), dry);
    return new Found(files.get(), dry ? 0 : staging.removeLeftOvers(young), entries);
  }

  private boolean removed(OriginalStore.Stored file, boolean dry) {
    return unknown(file.id())
        && locks.with(file.id(), () -> unknown(file.id()) && (dry || file.delete()));
  }

  private boolean foreign(String owner) {
    return MediaId.parse(owner).map(this::unknown).orElse(true);
  }

  private boolean unknown(MediaId id) {
    return catalog.find(id).isEmpty();
  }
}
