package io.calotype.store;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.LegacyRecord;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.imaging.Source;
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

/// Stores originals with their records: the original first, then the record that makes it exist.
public final class MediaStore {
  private final Catalog catalog;
  private final MediaLocks locks;
  private final OriginalStore originals;
  private final Removal removal;
  private final DamagedOriginals damages;
  private final Clock clock;

  /// Creates a store with originals in `originals` and records in `catalog`.
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

  /// Returns the media `id` if it already holds the bytes of `staged`. If its own file is lost or
  /// damaged, `staged` replaces it. An expired media is removed. Its master may be lost: see
  /// [#whole].
  ///
  /// Errors: `MediaExists` if it holds other bytes.
  public Optional<Media> same(MediaId id, StagedFile staged) {
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
          if (current(media)) {
            originals.store(media, staged, null);
            damages.forget(media.id());
            EventLog.warn("repaired", "id", media.id(), "what", "original");
          }
          return media;
        });
  }

  /// Returns whether the source of `media`'s renditions is intact. Reads all of it.
  ///
  /// @param read receives the number of bytes read, per chunk
  public boolean whole(Media media, LongConsumer read) {
    return originals.sourceCondition(media, read) == OriginalCondition.WHOLE;
  }

  private boolean current(Media media) {
    return catalog.find(media.id()).filter(media::sameUpload).isPresent();
  }

  /// Returns the original of `media` as the source of a master.
  public Source source(Media media) {
    return new Source(media.original().type(), originals.content(media).path());
  }

  /// Replaces the lost master of `media` with a new one. Another encoder version may have produced
  /// other bytes; the record then names those.
  public Media remastered(Media media, Original master, Path file) {
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
          if (current(media)) {
            originals.storeMaster(anew, file);
            replace(media, anew);
          }
          return anew;
        });
  }

  /// If the record is gone meanwhile, its files are deleted soon.
  private void replace(Media media, Media anew) {
    if (media.equals(anew) || catalog.replace(media, anew)) {
      EventLog.warn("repaired", "id", media.id(), "what", "master");
    }
  }

  /// Stores `media` with the bytes of `staged` durably, unless a concurrent upload was faster.
  ///
  /// Errors: `MediaExists` if the faster one had other bytes, or if another program's entry has the
  /// id; `StorageFull`.
  ///
  /// @param master the file of its master; null if it has none
  public Uploaded put(Media media, Path staged, @Nullable Path master) {
    return locks.with(media.id(), () -> putLocked(media, staged, master, () -> catalog.add(media)));
  }

  /// Like the other `put`, but replaces the legacy record `old` that holds the picture.
  ///
  /// Errors: `MediaExists` if the record has changed meanwhile.
  public Uploaded put(
      Media media, Path staged, @Nullable Path master, LegacyRecord old, String rest) {
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

  /// After a store timeout or an unknown fault, the record may exist all the same. The files then
  /// stay, and maintenance decides.
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
    if (!record.getAsBoolean()) { // the name is taken by another entry
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
