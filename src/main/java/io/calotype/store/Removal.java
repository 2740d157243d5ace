package io.calotype.store;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Owner;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.OriginalStore;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Removes media completely: the record, then the original, then every rendition.
///
/// A render in progress finds no record when it publishes, and discards its result.
public final class Removal {
  private static final int BATCH = 200;

  private final Catalog catalog;
  private final MediaLocks locks;
  private final OriginalStore originals;
  private final RenditionCache renditions;
  private final DamagedOriginals damages;

  /// Creates a removal from `stores` and `damages`.
  public Removal(MaintainedStores stores, DamagedOriginals damages) {
    this.catalog = stores.catalog();
    this.locks = stores.locks();
    this.originals = stores.originals();
    this.renditions = stores.renditions();
    this.damages = damages;
  }

  /// Removes `media`. Returns false if it was already removed.
  public boolean remove(Media media) {
    return remove(media, "deleted", () -> true);
  }

  /// Removes the expired `media`. Returns false if it was already removed.
  public boolean expire(Media media) {
    return remove(media, "expired", () -> true);
  }

  /// Removes `media` if its original is still missing.
  public boolean removeLost(Media media) {
    return remove(media, "deleted", () -> !originals.has(media));
  }

  /// Removes `media` if `still` confirms it.
  ///
  /// @param still evaluated under the lock: whether to remove it
  private boolean remove(Media media, String event, BooleanSupplier still) {
    long begun = System.nanoTime();
    boolean removed = locks.with(media.id(), () -> still.getAsBoolean() && removeLocked(media));
    if (removed) {
      long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      EventLog.info(event, "id", media.id(), "bytes", media.original().bytes(), "ms", took);
    }
    return removed;
  }

  /// Removes the media of `group` that match `chosen`. One that cannot be removed does not stop the
  /// others.
  ///
  /// @param reader considers only media that this owner may read; null for all
  public Removed removeGroup(Group group, @Nullable Owner reader, Predicate<Media> chosen) {
    SkippedItems skipped = new SkippedItems("delete-group");
    int removed = 0;
    Cursor after = null;
    do {
      Page page = catalog.list(new Query(BATCH, after, group, null, reader));
      removed +=
          (int)
              page.items().stream()
                  .filter(chosen)
                  .filter(media -> skipped.tried(media.id(), () -> remove(media)))
                  .count();
      after = page.next();
    } while (after != null);
    return new Removed(removed, skipped.count());
  }

  /// Result of removing the media of a group.
  ///
  /// @param failed number that could not be removed completely; the others are unaffected
  public record Removed(int removed, long failed) {}

  /// Removes the unreadable record `id` and every file under that id. Returns false if there is no
  /// record.
  public boolean removeDamaged(MediaId id) {
    return locks.with(
        id,
        () -> {
          if (!removeRecord(id)) {
            return false;
          }
          try {
            originals.remove(id);
          } finally {
            renditions.remove(id);
            damages.forget(id);
          }
          EventLog.info("deleted", "id", id, "record", "damaged");
          return true;
        });
  }

  /// Removes this media only: another one may have taken the id since the caller's look-up.
  private boolean removeLocked(Media media) {
    boolean stands = catalog.find(media.id()).filter(media::sameUpload).isPresent();
    if (!stands || !removeRecord(media.id())) {
      return false;
    }
    try {
      originals.remove(media);
    } finally {
      renditions.remove(media.id());
      damages.forget(media.id());
    }
    return true;
  }

  /// A removal also has to write. On a full disk the media's own files make room for it: first its
  /// renditions, then its original, which would be removed next in any case.
  private boolean removeRecord(MediaId id) {
    return removedIfRoom(id)
        .or(() -> {
          renditions.remove(id);
          return removedIfRoom(id);
        })
        .orElseGet(() -> {
          originals.remove(id);
          return catalog.remove(id);
        });
  }

  /// Removes the record `id`. Returns nothing on a full disk.
  private Optional<Boolean> removedIfRoom(MediaId id) {
    try {
      return Optional.of(catalog.remove(id));
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.StorageFull) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
