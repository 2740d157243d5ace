package io.calotype.store;

import io.calotype.catalog.Catalog;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.WorkQueue;
import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.media.Content;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Membership;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.StagedFile;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The one place that changes the stored parts of a media: record, blobs, renditions.
///
/// 1. A blob is durable before the record that names it. Each blob has a name of its own, so that
///    an upload that is refused removes only the blobs that it has written.
/// 2. A removal is noted durably before its record goes. [#completeRemovals] deletes the blobs that
///    could not be deleted at once.
/// 3. Every decision on existence asks the catalog, never its cache, under the lock of the id.
///
/// A crash leaves blobs without a record, or a note, never a record without its blobs (ADR-0030).
public final class MediaStore {
  private final MediaLocks locks = new MediaLocks();
  private final Catalog catalog;
  private final StoredRecords records;
  private final BlobStore blobs;
  private final RenditionCache renditions;
  private final RenditionPublisher publisher;
  private final Removal removal;
  private final MediaChanges changes;

  /// Creates a store.
  ///
  /// @param removals the removals that are not completed
  /// @param invalidations receives the id of every removed or changed record
  public MediaStore(
      Catalog catalog,
      BlobStore blobs,
      RenditionCache renditions,
      RenditionLimit limit,
      WorkQueue removals,
      Invalidations invalidations) {
    this.catalog = catalog;
    this.records = new StoredRecords(catalog);
    this.blobs = blobs;
    this.renditions = renditions;
    this.publisher = new RenditionPublisher(locks, renditions, limit);
    this.changes = new MediaChanges(invalidations);
    this.removal = new Removal(catalog, blobs, renditions, new RemovalNotes(removals), changes);
  }

  /// Calls `listener` for each change and removal from now on.
  public void subscribe(ChangeListener listener) {
    changes.subscribe(listener);
  }

  /// Stores `media` with its files durably, unless a concurrent upload was faster.
  ///
  /// Errors: `MediaExists` if the faster one had other bytes, or if the slot is taken;
  /// `StorageFull`, `StoreUnavailable`, `Unavailable`.
  public Uploaded put(Media media, BlobFiles files, RecordSlot slot) {
    return locks.with(media.id(), () -> stored(media, files, slot));
  }

  /// Does not look for a faster upload first: it is rare, and the slot tells.
  private Uploaded stored(Media media, BlobFiles files, RecordSlot slot) {
    try {
      if (files.master() != null) {
        blobs.write(Blob.source(media), files.master());
      }
      blobs.write(Blob.original(media), files.original());
    } catch (RuntimeException unstored) {
      removal.discard(Blob.keys(media));
      throw unstored;
    }
    try {
      if (slot.fill(catalog, media)) {
        return new Uploaded(media, true);
      }
    } catch (MediaException refused) {
      if (unrecorded(refused.failure())) {
        removal.discard(Blob.keys(media));
      }
      throw refused;
    }
    removal.discard(Blob.keys(media));
    return new Uploaded(faster(media), false);
  }

  /// The media with the bytes of `media` that a concurrent upload has stored.
  private Media faster(Media media) {
    return catalog
        .peek(media.id())
        .map(faster -> requireSame(faster, media.original().digest()))
        .orElseThrow(() -> new MediaException(new Failure.MediaExists(media.id())));
  }

  /// Adds the record of `media`, whose original is stored already. Writes its master first if that
  /// is new. Returns false and changes nothing if the id is taken.
  ///
  /// Errors: those of [#put].
  ///
  /// @param master the file of a new master; null if there is none, or it is stored already
  public boolean addRecord(Media media, @Nullable Path master) {
    return locks.with(
        media.id(),
        () -> {
          if (catalog.taken(media.id())) {
            return false;
          }
          if (master != null) {
            blobs.write(Blob.source(media), master);
          }
          boolean added = catalog.add(media);
          if (!added && master != null) {
            removal.discard(List.of(Blob.source(media).key()));
          }
          return added;
        });
  }

  /// Returns the blobs of removals that are not complete.
  public Set<BlobKey> condemned(Instant now) {
    return removal.waiting(now).stream()
        .flatMap(note -> note.blobs().stream())
        .collect(Collectors.toSet());
  }

  /// Ends the copy of the blob `found` to `target`. Returns whether it was set aside; if its media
  /// was removed meanwhile, the copy is deleted.
  ///
  /// Errors: `StoreUnavailable`; those of [Catalog].
  public boolean moved(BlobStore.StoredBlob found, BlobStore target) {
    return locks.with(
        found.key().id(),
        () -> {
          boolean named = named(found.key());
          if (!named) {
            target.delete(found.key());
          }
          return named && found.setAside();
        });
  }

  /// Whether a record cannot exist after `refused`. After a timeout or an unknown fault it may. The
  /// blobs then stay, and maintenance decides.
  private static boolean unrecorded(Failure refused) {
    return refused instanceof Failure.MediaExists
        || refused instanceof Failure.StorageFull
        || refused.equals(new Failure.StoreUnavailable(StoreFault.LOCKED));
  }

  /// Returns the media `id` if it holds the bytes of `staged`; removes it if it has expired. If its
  /// own original is lost or damaged, `staged` replaces it.
  ///
  /// Errors: `MediaExists` if it holds other bytes.
  public Optional<Media> existing(MediaId id, StagedFile staged, Instant now) {
    Optional<Media> stored = catalog.peek(id);
    if (stored.filter(media -> media.lifetime().over(now) && expire(media, now)).isPresent()) {
      return Optional.empty();
    }
    return stored.map(media -> repaired(requireSame(media, staged.digest()), staged.path()));
  }

  private static Media requireSame(Media stored, Sha256 digest) {
    if (!stored.original().digest().equals(digest)) {
      throw new MediaException(new Failure.MediaExists(stored.id()));
    }
    return stored;
  }

  private Media repaired(Media media, Path staged) {
    if (blobs.verify(Blob.original(media), ReadThrottle.NONE) == OriginalCondition.WHOLE) {
      changes.bytesReplaced(media.id());
      return media;
    }
    return replaced(
        media, now -> now.storedAs(now.original().again(), now.master()), Blob::original, staged);
  }

  /// Replaces the lost or damaged master of `media` by the file `master`. Returns the media as it
  /// is stored afterwards.
  public Media replaceMaster(Media media, Original described, Path master) {
    return replaced(media, now -> now.storedAs(now.original(), described), Blob::source, master);
  }

  /// Stores a `part` of the record of `media` as `change` describes it, and makes the record name
  /// it. Starts from the record as it is under the lock: a concurrent repair has changed it.
  /// Another upload under the id wins.
  private Media replaced(
      Media media, UnaryOperator<Media> change, Function<Media, Blob> part, Path staged) {
    return locks.with(
        media.id(),
        () -> {
          Optional<Media> stored = catalog.peek(media.id());
          if (stored.filter(media::sameUpload).isEmpty()) {
            return stored.orElse(media);
          }
          Media anew = change.apply(stored.get());
          Blob blob = part.apply(anew);
          blobs.write(blob, staged);
          if (!catalog.replace(stored.get(), anew)) {
            removal.discard(List.of(blob.key()));
            return media;
          }
          changes.bytesReplaced(media.id());
          EventLog.warn("repaired", "id", media.id(), "part", blob.key().kind());
          removal.discard(
              Blob.keys(stored.get()).stream()
                  .filter(key -> !Blob.keys(anew).contains(key))
                  .toList());
          return anew;
        });
  }

  /// Replaces the labels and the expiry of `old` by those of `anew`. Returns false if the record is
  /// no longer `old`. The catalog tells the other nodes; renditions depend on the bytes only.
  ///
  /// Errors: those of [Catalog].
  public boolean change(Media old, Media anew) {
    boolean changed =
        locks.with(
            old.id(), () -> changes.make(Membership.of(old), () -> catalog.replace(old, anew)));
    if (changed) {
      EventLog.info("changed", "id", old.id(), "visibility", anew.labels().visibility());
    }
    return changed;
  }

  /// Writes a rendition from memory to the caches of this node.
  ///
  /// Errors: `NotFound` if its media is removed, or another media has its id.
  public void publish(Rendition rendition, ByteBuffer bytes) {
    publisher.write(rendition, bytes, records::requireStored);
  }

  /// Writes a rendition to the disk cache as its bytes arrive. Empty if the disk refused them; the
  /// bytes are then lost.
  ///
  /// Errors: `NotFound` if its media is removed, or another media has its id.
  public Optional<Content.InFile> publish(Rendition rendition, long length, InputStream bytes) {
    try {
      return publisher.write(rendition, length, bytes, records::requireStored);
    } catch (IOException rendererLost) {
      throw new UncheckedIOException(rendererLost);
    }
  }

  /// Like [#publish], for a rendition of a new media, and for one that another node has published.
  /// The record in memory is enough: each removal drops it before it removes renditions.
  public void cache(Rendition rendition, ByteBuffer bytes) {
    publisher.write(rendition, bytes, records::requireKnown);
  }

  /// Like [#publish], for a rendition that another node has published.
  ///
  /// Errors: also an `IOException` of `bytes`.
  public Optional<Content.InFile> cache(Rendition rendition, long length, InputStream bytes)
      throws IOException {
    return publisher.write(rendition, length, bytes, records::requireKnown);
  }

  /// Throws `NotFound` unless the catalog holds the bytes of `media` under its id.
  public void requireStored(Media media) {
    records.requireStored(media);
  }

  /// Adds the event of [Catalog#noteFailure].
  public void noteFailure(Media media) {
    catalog.noteFailure(media);
  }

  /// Removes `media` completely. Nothing of it can be served when this method returns; parts that
  /// cannot be deleted yet are deleted by [#completeRemovals].
  ///
  /// Errors: those of [Catalog]; the media then still exists, and the call can be repeated.
  ///
  /// @return false if the id holds no media or another one
  public boolean remove(Media media) {
    return locks.with(media.id(), () -> removal.remove(media));
  }

  /// Begins the removal of `media`, of which each is then removed by itself.
  ///
  /// Errors: those of [ChangeListener#changing].
  public BatchRemoval removeEach(List<Media> media) {
    return new BatchRemoval(locks, removal, changes, media);
  }

  /// Removes `media` like [#remove] if it has expired by the clock of the catalog.
  public boolean expire(Media media, Instant now) {
    return locks.with(media.id(), () -> removal.expire(media, now));
  }

  /// Removes `media` like [#remove] if its original is missing.
  ///
  /// Errors: `StoreUnavailable` if the blob store cannot tell.
  public boolean removeLost(Media media) {
    return locks.with(
        media.id(), () -> !blobs.has(Blob.original(media).key()) && removal.remove(media));
  }

  /// Deletes the renditions of `id` on this node if its record is gone. Does nothing after a
  /// removal at this node, which has deleted them.
  ///
  /// Errors: those of [Catalog].
  void removeStaleRenditions(MediaId id) {
    var _ =
        locks.with(
            id, () -> !removal.clearedHere(id) && !catalog.taken(id) && renditions.remove(id));
  }

  /// Removes the unreadable record `id` and every blob of that id. Returns false if there is no
  /// such record.
  ///
  /// Errors: `StoreUnavailable` if the blobs cannot be listed; nothing is removed then.
  public boolean removeDamaged(MediaId id) {
    return locks.with(id, () -> removal.removeDamaged(id));
  }

  /// Completes the removals that were noted before `then`. Returns the number of those that are
  /// complete, and of those that are not.
  ///
  /// Errors: those of [Catalog].
  public Completed completeRemovals(Instant then) {
    int complete = 0;
    List<RemovalNotes.Note> notes = removal.waiting(then);
    for (RemovalNotes.Note note : notes) {
      boolean done =
          locks.with(
              note.id(),
              () -> removal.complete(note, note.blobs().stream().anyMatch(this::named), then));
      complete += done ? 1 : 0;
    }
    return new Completed(complete, notes.size() - complete);
  }

  /// The result of [#completeRemovals].
  public record Completed(int complete, int waiting) {}

  /// Whether a record names the blob `key`. An unreadable record may name any.
  public boolean named(BlobKey key) {
    return records.named(key);
  }

  /// Handling of a blob without a record.
  public enum Disposal {
    /// It is moved to a folder from which it can be restored.
    SET_ASIDE,
    /// It is deleted.
    DELETED
  }

  /// Disposes of `blob` unless a record names it. Returns whether it is gone.
  ///
  /// Errors: `StoreUnavailable`; those of [Catalog].
  public boolean dispose(BlobStore.StoredBlob blob, Disposal disposal) {
    return locks.with(
        blob.key().id(),
        () ->
            !named(blob.key())
                && switch (disposal) {
                  case SET_ASIDE -> blob.setAside();
                  case DELETED -> blob.delete();
                });
  }
}
