package io.calotype.upload;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.MediaLocks;
import io.calotype.catalog.OldRecord;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Staged;
import io.calotype.telemetry.EventLog;
import io.calotype.upkeep.Removal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
  /// own should those be lost. One that has expired is removed. Its master may be lost: see
  /// [#whole].
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
          if (media.master() == null
              && catalog.find(media.id()).filter(media::equals).isPresent()) {
            originals.store(media, staged, null);
            EventLog.warn("healed", "id", media.id());
          }
          return media;
        });
  }

  /// Whether all bytes of `media` are there.
  boolean whole(Media media) {
    return originals.holds(media);
  }

  /// Puts a master that was made again in the place of the one that `media` has lost. Another
  /// version of its maker may have made other bytes: then the record names those.
  Media remastered(Media media, Path staged, Original master, Path file) {
    Media anew =
        new Media(
            media.id(),
            media.original(),
            master,
            media.picture(),
            media.labels(),
            media.life(),
            media.owner());
    return locks.with(
        media.id(),
        () -> {
          if (catalog.find(media.id()).filter(media::equals).isPresent()) {
            originals.store(anew, staged, file);
            replace(media, anew);
            EventLog.warn("healed", "id", media.id(), "what", "master");
          }
          return anew;
        });
  }

  private void replace(Media media, Media anew) {
    if (!media.equals(anew)) {
      catalog.remove(media.id());
      record(anew.id(), () -> catalog.add(anew));
    }
  }

  /// Makes `media` exist with the bytes of `staged`, durably, unless another upload was faster.
  ///
  /// @param master the file of its master; null where it has none
  ///
  ///   Errors: `MediaExists` where the faster one had other bytes, or somebody else has something
  ///   under that id; `StorageFull`.
  Uploaded put(Media media, Path staged, @Nullable Path master) {
    return locks.with(media.id(), () -> putLocked(media, staged, master, () -> catalog.add(media)));
  }

  /// Does the same where `old` holds the picture, which makes way for the record.
  ///
  /// Errors: `MediaExists` where it is not what it was any more.
  Uploaded put(Media media, Path staged, @Nullable Path master, OldRecord old, String rest) {
    return locks.with(
        media.id(), () -> putLocked(media, staged, master, () -> old.replace(media, rest)));
  }

  private Uploaded putLocked(
      Media media, Path staged, @Nullable Path master, BooleanSupplier record) {
    Optional<Media> faster = catalog.find(media.id());
    if (faster.isPresent()) {
      return new Uploaded(requireSame(faster.get(), media.original().digest()), false);
    }
    try {
      originals.store(media, staged, master);
      record(media.id(), record);
    } catch (RuntimeException unstored) {
      originals.remove(media);
      throw unstored;
    }
    return new Uploaded(media, true);
  }

  private static void record(MediaId id, BooleanSupplier record) {
    if (!record.getAsBoolean()) { // somebody else has something under that name
      throw new MediaException(new Failure.MediaExists(id));
    }
  }

  private static Media requireSame(Media stored, Sha256 digest) {
    if (!stored.original().digest().equals(digest)) {
      throw new MediaException(new Failure.MediaExists(stored.id()));
    }
    return stored;
  }
}
