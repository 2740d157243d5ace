package io.calotype.upload;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.MediaLocks;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Staged;
import io.calotype.telemetry.EventLog;
import io.calotype.upkeep.Removal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Originals and their records together: the original first, then the record that makes it exist.
public final class Shelf {
  private final Catalog catalog;
  private final MediaLocks locks;
  private final OriginalStore originals;
  private final Removal removal;
  private final Clock clock;

  /// Keeps originals in `originals` and records in `catalog`.
  public Shelf(
      Catalog catalog, MediaLocks locks, OriginalStore originals, Removal removal, Clock clock) {
    this.catalog = catalog;
    this.locks = locks;
    this.originals = originals;
    this.removal = removal;
    this.clock = clock;
  }

  /// The media `id` where it holds the same bytes as `staged` already, which take the place of its
  /// own should those be lost. One that has expired is removed.
  ///
  /// Errors: `MediaExists` where it holds others.
  Optional<Media> same(MediaId id, Staged staged) {
    Optional<Media> stored = catalog.find(id);
    if (stored.isPresent() && stored.get().life().over(clock.instant())) {
      removal.remove(stored.get());
      return Optional.empty();
    }
    return stored.map(media -> healed(requireSame(media, staged.digest()), staged.path()));
  }

  private Media healed(Media media, Path staged) {
    if (originals.holds(media)) {
      return media;
    }
    return locks.with(
        media.id(),
        () -> {
          if (catalog.find(media.id()).filter(media::equals).isPresent()) {
            heal(media, staged);
            EventLog.warn("healed", "id", media.id());
          }
          return media;
        });
  }

  /// A master that is lost is not made again here: whoever needs it says so.
  private void heal(Media media, Path staged) {
    originals.store(media, staged, null);
  }

  /// Makes `media` exist with the bytes of `staged`, durably, unless another upload was faster.
  ///
  /// @param master the file of its master; null where it has none
  ///
  ///   Errors: `MediaExists` where the faster one had other bytes; `StorageFull`.
  Uploaded put(Media media, Path staged, @Nullable Path master) {
    return locks.with(media.id(), () -> putLocked(media, staged, master));
  }

  private Uploaded putLocked(Media media, Path staged, @Nullable Path master) {
    Optional<Media> faster = catalog.find(media.id());
    if (faster.isPresent()) {
      return new Uploaded(requireSame(faster.get(), media.original().digest()), false);
    }
    originals.store(media, staged, master);
    record(media);
    return new Uploaded(media, true);
  }

  private void record(Media media) {
    try {
      if (!catalog.add(media)) {
        throw new IllegalStateException("a record has appeared under a lock: " + media.id());
      }
    } catch (RuntimeException unrecorded) {
      originals.remove(media);
      throw unrecorded;
    }
  }

  private static Media requireSame(Media stored, Sha256 digest) {
    if (!stored.original().digest().equals(digest)) {
      throw new MediaException(new Failure.MediaExists(stored.id()));
    }
    return stored;
  }
}
