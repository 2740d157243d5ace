package io.calotype.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Membership;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobStore;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Removes a media in this order: note, record of the purge, record, copies in memory, purge,
/// renditions of this node, blobs, shared renditions, note.
///
/// The first attempt trusts the record that the caller has, and the catalog compares it in the step
/// that removes it. If that record is not the stored one, the second attempt reads it first.
///
/// The caller holds the lock of the id. A render in progress finds no record when it publishes, and
/// discards its result.
final class Removal {
  private static final Duration ABANDONED = Duration.ofHours(1);

  /// Longer than an announcement takes to return to the node that made the change.
  private static final Duration ANNOUNCED = Duration.ofSeconds(10);

  private static final int MAX_CLEARED = 10_000;

  private final Catalog catalog;
  private final BlobStore blobs;
  private final RenditionCache renditions;
  private final RemovalNotes notes;
  private final MediaChanges changes;

  /// Media whose renditions on this node are deleted, until this node receives the announcement.
  private final Cache<MediaId, MediaId> cleared =
      Caffeine.newBuilder()
          .maximumSize(MAX_CLEARED)
          .expireAfterWrite(ANNOUNCED)
          .executor(Runnable::run)
          .build();

  Removal(
      Catalog catalog,
      BlobStore blobs,
      RenditionCache renditions,
      RemovalNotes notes,
      MediaChanges changes) {
    this.catalog = catalog;
    this.blobs = blobs;
    this.renditions = renditions;
    this.notes = notes;
    this.changes = changes;
  }

  /// Removes `media`. Returns false if its id holds no media or another one.
  boolean remove(Media media) {
    return remove(media, changes);
  }

  /// Like the other method, with the effects that `change` prepares.
  boolean remove(Media media, AnnouncedChange change) {
    return remove(media, null, "deleted", change);
  }

  /// Removes `media` if it has expired by the clock of the catalog.
  boolean expire(Media media, Instant now) {
    return remove(media, now, "expired", changes);
  }

  private boolean remove(
      Media media, @Nullable Instant expired, String event, AnnouncedChange change) {
    long begun = System.nanoTime();
    boolean removed =
        (expired == null && removed(media, change, () -> unchangedRemoved(media)))
            || removedAsStored(media, expired, change);
    if (removed) {
      long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      EventLog.info(event, "id", media.id(), "bytes", media.original().bytes(), "ms", took);
    }
    return removed;
  }

  /// Reads the record of `media` and removes what it names.
  private boolean removedAsStored(Media media, @Nullable Instant expired, AnnouncedChange change) {
    return catalog
        .peek(media.id())
        .filter(media::sameUpload)
        .filter(stored -> removed(stored, change, () -> recordRemoved(stored, expired)))
        .isPresent();
  }

  /// Removes `media` and its parts, if `record` removes its record.
  private boolean removed(Media media, AnnouncedChange change, BooleanSupplier record) {
    List<BlobKey> keys = Blob.keys(media);
    Optional<RemovalNotes.Note> note = noted(media.id(), keys);
    boolean removed =
        change.make(Membership.of(media), () -> gone(media.id(), record.getAsBoolean()));
    if (removed) {
      finishHere(media.id(), keys, note);
    } else {
      note.ifPresent(notes::complete);
    }
    return removed;
  }

  private boolean unchangedRemoved(Media media) {
    return unlessFull(() -> catalog.removeUnchanged(media)).orElse(false);
  }

  /// Drops the copies in memory of a media that is `removed`. Its purge begins afterwards.
  private boolean gone(MediaId id, boolean removed) {
    if (removed) {
      changes.bytesReplaced(id);
    }
    return removed;
  }

  /// Notes a removal. If the disk stays full, the removal goes on without a note.
  private Optional<RemovalNotes.Note> noted(MediaId id, List<BlobKey> keys) {
    return withRoom(id, () -> notes.add(id, keys));
  }

  /// Removes the record. If the disk stays full, the blobs of the media make room too: they would
  /// be deleted next in any case.
  private boolean recordRemoved(Media media, @Nullable Instant expired) {
    return withRoom(media.id(), () -> catalogRemoved(media, expired))
        .orElseGet(() -> {
          discard(Blob.keys(media));
          return catalogRemoved(media, expired);
        });
  }

  /// Returns the result of `change`. On a full disk the renditions of `id` make room for it; empty
  /// if that is not enough.
  private <T> Optional<T> withRoom(MediaId id, Supplier<T> change) {
    return unlessFull(change)
        .or(() -> {
          renditions.remove(id);
          return unlessFull(change);
        });
  }

  private boolean catalogRemoved(Media media, @Nullable Instant expired) {
    return expired == null ? catalog.remove(media) : catalog.expire(media, expired);
  }

  /// Returns the result of `change`; empty on a full disk.
  private static <T> Optional<T> unlessFull(Supplier<T> change) {
    try {
      return Optional.of(change.get());
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.StorageFull) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Deletes the parts of a media whose record this node has just removed.
  private void finishHere(MediaId id, List<BlobKey> keys, Optional<RemovalNotes.Note> note) {
    if (finish(id, keys, note)) {
      cleared.put(id, id);
    }
  }

  /// Returns whether the renditions of `id` on this node were deleted with its record. Once for
  /// each removal: the next one may be that of another node.
  boolean clearedHere(MediaId id) {
    return cleared.asMap().remove(id) != null;
  }

  /// Deletes the parts of a media whose record is gone.
  private boolean finish(MediaId id, List<BlobKey> keys, Optional<RemovalNotes.Note> note) {
    boolean cleared = renditions.remove(id);
    try {
      keys.forEach(blobs::delete);
      blobs.deleteSetAside(id);
      renditions.shared().remove(keys);
      if (cleared) {
        note.ifPresent(notes::complete);
      }
      return cleared;
    } catch (MediaException later) {
      EventLog.warn("removal.deferred", "id", id, "reason", reason(later));
      return false;
    }
  }

  /// Removes the unreadable record `id` and every blob of that id. Returns false if there is no
  /// such record.
  boolean removeDamaged(MediaId id) {
    List<BlobKey> keys = blobs.of(id);
    Optional<RemovalNotes.Note> note = noted(id, keys);
    Membership unknown = new Membership(id, null);
    if (!changes.make(unknown, () -> gone(id, catalog.removeDamaged(id)))) {
      note.ifPresent(notes::complete);
      return false;
    }
    finishHere(id, keys, note);
    EventLog.info("deleted", "id", id, "record", "damaged");
    return true;
  }

  /// The removals that were noted before `then` and are not complete.
  List<RemovalNotes.Note> waiting(Instant then) {
    return notes.waiting(then);
  }

  /// Completes a noted removal. A record that still stands after [#ABANDONED] shows that the
  /// removal has failed before it removed the record.
  ///
  /// @param then the current time
  /// @param named whether a record names one of the blobs
  boolean complete(RemovalNotes.Note note, boolean named, Instant then) {
    if (!named) {
      changes.bytesReplaced(note.id());
      return finish(note.id(), note.blobs(), Optional.of(note));
    }
    boolean abandoned = note.task().added().isBefore(then.minus(ABANDONED));
    if (abandoned) {
      notes.complete(note);
    }
    return abandoned;
  }

  /// Deletes blobs that no record names, and the renditions that all nodes share of their upload.
  /// Maintenance finds those that cannot be deleted.
  void discard(List<BlobKey> keys) {
    for (BlobKey key : keys) {
      try {
        blobs.delete(key);
        renditions.shared().remove(List.of(key));
      } catch (MediaException left) {
        EventLog.warn("blob.left", "id", key.id(), "reason", reason(left));
      }
    }
  }

  private static String reason(MediaException e) {
    return e.failure().getClass().getSimpleName();
  }
}
