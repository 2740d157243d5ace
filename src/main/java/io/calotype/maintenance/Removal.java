package io.calotype.maintenance;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.MediaLocks;
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
import io.calotype.rendition.RenditionCache;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Removes media completely: the record, then the original, then every rendition.
///
/// A render that is under way finds no record when it publishes, and throws its work away.
public final class Removal {
  private static final int BATCH = 200;

  private final Catalog catalog;
  private final MediaLocks locks;
  private final OriginalStore originals;
  private final RenditionCache renditions;
  private final DamagedOriginals damages;

  /// Removes from `stores`, and from `damages`.
  public Removal(MaintainedStores stores, DamagedOriginals damages) {
    this.catalog = stores.catalog();
    this.locks = stores.locks();
    this.originals = stores.originals();
    this.renditions = stores.renditions();
    this.damages = damages;
  }

  /// Removes `media`. False where somebody else has removed it before.
  public boolean remove(Media media) {
    return remove(media, "deleted", () -> true);
  }

  /// Removes `media`, whose life is over. False where somebody else has removed it before.
  public boolean expire(Media media) {
    return remove(media, "expired", () -> true);
  }

  /// Removes `media` if its original is still not there.
  boolean removeLost(Media media) {
    return remove(media, "deleted", () -> !originals.has(media));
  }

  /// @param still asked under the lock, whether it is to be removed
  private boolean remove(Media media, String event, BooleanSupplier still) {
    long begun = System.nanoTime();
    boolean removed = locks.with(media.id(), () -> still.getAsBoolean() && removeLocked(media));
    if (removed) {
      long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      EventLog.info(event, "id", media.id(), "bytes", media.original().bytes(), "ms", took);
    }
    return removed;
  }

  /// Removes the media of `group` that are in `chosen`. One that cannot be removed does not keep
  /// the others.
  ///
  /// @param reader only what this owner may read is looked at; null for all
  public Removed removeGroup(Group group, @Nullable Owner reader, Predicate<Media> chosen) {
    SkippedItems misses = new SkippedItems("delete-group");
    int removed = 0;
    Cursor after = null;
    do {
      Page page = catalog.list(new Query(BATCH, after, group, null, reader));
      removed +=
          (int)
              page.items().stream()
                  .filter(chosen)
                  .filter(media -> misses.tried(media.id(), () -> remove(media)))
                  .count();
      after = page.next();
    } while (after != null);
    return new Removed(removed, misses.count());
  }

  /// What has become of the media of a group.
  ///
  /// @param failed how many could not be removed completely; the others are not affected
  public record Removed(int removed, long failed) {}

  /// Removes the record `id`, which cannot be read, and every file under that id. False where there
  /// is no record.
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

  /// Removes only what was meant: another media may have taken the id since the caller looked.
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

  /// Even a removal has to write: on a full disk the renditions make room for it.
  private boolean removeRecord(MediaId id) {
    try {
      return catalog.remove(id);
    } catch (MediaException e) {
      if (!(e.failure() instanceof Failure.StorageFull)) {
        throw e;
      }
      renditions.remove(id);
      return catalog.remove(id);
    }
  }
}
