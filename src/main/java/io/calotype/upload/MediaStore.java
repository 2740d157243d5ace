package io.calotype.upload;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.LegacyRecord;
import io.calotype.catalog.MediaLocks;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.imaging.Source;
import io.calotype.maintenance.Removal;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.StagedFile;
import io.calotype.telemetry.EventLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Originals and their records together: the original first, then the record that makes it exist.
public final class MediaStore {
  private final Catalog catalog;
  private final MediaLocks locks;
  private final OriginalStore originals;
  private final Removal removal;
  private final DamagedOriginals damages;
  private final Clock clock;

  /// Keeps originals in `originals` and records in `catalog`.
  public MediaStore(
      Catalog catalog,
      MediaLocks locks,
      OriginalStore originals,
      Removal removal,
      DamagedOriginals damages,
      Clock clock) {
    this.catalog = catalog;
    this.locks = locks;
    this.originals = originals;
    this.removal = removal;
    this.damages = damages;
    this.clock = clock;
  }

  /// The media `id` where it holds the same bytes as `staged` already, which take the place of its
  /// own should those be lost or damaged. One that has expired is removed. Its master may be lost:
  /// see [#whole].
  ///
  /// Errors: `MediaExists` where it holds others.
  Optional<Media> same(MediaId id, StagedFile staged) {
    Optional<Media> stored = catalog.find(id);
    if (stored.isPresent() && stored.get().lifetime().over(clock.instant())) {
      removal.expire(stored.get());
      return Optional.empty();
    }
    return stored.map(media -> repaired(requireSame(media, staged.digest()), staged.path()));
  }

  private Media repaired(Media media, Path staged) {
    if (originals.condition(media, read -> {}) == OriginalCondition.WHOLE) {
      damages.forget(media.id());
      return media;
    }
    return locks.with(
        media.id(),
        () -> {
          if (stands(media)) {
            originals.store(media, staged, null);
            damages.forget(media.id());
            EventLog.warn("repaired", "id", media.id(), "what", "original");
          }
          return media;
        });
  }

  /// Whether what renditions of `media` are made from is whole. Reads all of it.
  ///
  /// @param read is told how many bytes were read, piece by piece
  boolean whole(Media media, LongConsumer read) {
    return originals.sourceCondition(media, read) == OriginalCondition.WHOLE;
  }

  private boolean stands(Media media) {
    return catalog.find(media.id()).filter(media::sameUpload).isPresent();
  }

  /// The original of `media`, to make a master from.
  Source source(Media media) {
    return new Source(media.original().type(), originals.content(media).path());
  }

  /// Puts a master that was made again in the place of the one that `media` has lost. Another
  /// version of its maker may have made other bytes: then the record names those.
  Media remastered(Media media, Original master, Path file) {
    Media anew =
        new Media(
            media.id(),
            media.original(),
            master,
            media.picture(),
            media.labels(),
            media.lifetime(),
            media.owner());
    return locks.with(
        media.id(),
        () -> {
          if (stands(media)) {
            originals.storeMaster(anew, file);
            replace(media, anew);
          }
          return anew;
        });
  }

  /// Where the record is gone meanwhile, so are its files soon.
  private void replace(Media media, Media anew) {
    if (media.equals(anew) || catalog.replace(media, anew)) {
      EventLog.warn("repaired", "id", media.id(), "what", "master");
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
  Uploaded put(Media media, Path staged, @Nullable Path master, LegacyRecord old, String rest) {
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
    } catch (RuntimeException unstored) {
      originals.remove(media);
      throw unstored;
    }
    try {
      record(media.id(), record);
    } catch (MediaException refused) {
      removeUnlessRecorded(media, refused.failure());
      throw refused;
    }
    return new Uploaded(media, true);
  }

  /// A store that is away, or fails in a way that we do not know, may have the record all the same:
  /// then what was stored stays, and upkeep finds out.
  private void removeUnlessRecorded(Media media, Failure refused) {
    boolean unrecorded =
        refused instanceof Failure.MediaExists
            || refused instanceof Failure.StorageFull
            || refused.equals(new Failure.StoreUnavailable(StoreFault.LOCKED));
    if (unrecorded) {
      originals.remove(media);
    }
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
