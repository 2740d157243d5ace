package io.calotype.originals;

import io.calotype.disk.OpenBytes;
import io.calotype.disk.ReadThrottle;
import io.calotype.media.MediaId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The store of originals and masters: immutable blobs, each under a name of its own.
///
/// A blob is never overwritten. A removal deletes exactly one name. A blob that is absent and a
/// store that cannot be read are different results: no method reports the second as the first.
public interface BlobStore {
  /// Stores the file `staged` as `blob`. Bytes and name are durable afterwards, and `staged` is
  /// gone.
  ///
  /// Errors: `StorageFull` and `StoreUnavailable`; `staged` then stays.
  void write(Blob blob, Path staged);

  /// Returns a local copy of `blob` for programs that read files. The caller closes it.
  ///
  /// Errors: `OriginalLost`, `OriginalDamaged` if its length differs, `StoreUnavailable`.
  LocalCopy checkout(Blob blob);

  /// Opens `blob` for reading. The caller closes it.
  ///
  /// Errors: those of [#checkout].
  default OpenBytes open(Blob blob) {
    return open(blob.key(), blob.bytes());
  }

  /// Opens the blob `key`, which has `bytes` bytes, for reading. The caller closes it.
  ///
  /// Errors: those of [#checkout].
  OpenBytes open(BlobKey key, long bytes);

  /// Returns the facts of the blob `key`; empty if there is none.
  ///
  /// Errors: `StoreUnavailable`.
  Optional<BlobFacts> facts(BlobKey key);

  /// Reads all bytes of `blob` and compares them with its length and digest.
  ///
  /// Errors: `StoreUnavailable`, and any exception of `throttle`.
  OriginalCondition verify(Blob blob, ReadThrottle throttle);

  /// Returns a text that differs if the bytes under `key` may have changed; empty if there is no
  /// blob.
  ///
  /// Errors: `StoreUnavailable`.
  Optional<String> revision(BlobKey key);

  /// Returns whether there is a blob under `key`, in any condition.
  ///
  /// Errors: `StoreUnavailable`.
  boolean has(BlobKey key);

  /// Deletes the blob `key` durably; does nothing if there is none.
  ///
  /// Errors: `StoreUnavailable`.
  void delete(BlobKey key);

  /// Deletes the blobs of `id` that were set aside.
  ///
  /// Errors: `StoreUnavailable`.
  void deleteSetAside(MediaId id);

  /// Returns the names of all blobs of `id`.
  ///
  /// Errors: `StoreUnavailable`.
  List<BlobKey> of(MediaId id);

  /// Returns the age up to which a blob without a record is left alone: its upload may be in
  /// progress.
  default Duration settling() {
    return Duration.ofHours(1);
  }

  /// Returns the identity of the catalog that the store names as its own. A store that names none
  /// names `candidate` from now on. A store that one server has for itself never names any: empty.
  ///
  /// Errors: `StoreUnavailable`.
  default Optional<String> catalog(String candidate) {
    return Optional.empty();
  }

  /// Lets the store name `catalog` as its own from now on, in place of `former`. Returns false if
  /// it names neither. A store that names none does nothing.
  ///
  /// Errors: `StoreUnavailable`.
  default boolean adopt(String former, String catalog) {
    return true;
  }

  /// Passes every blob stored before `young` to `visitor`, with or without a record. Blocks until
  /// every blob was visited. An exception of `visitor` ends the walk.
  ///
  /// @return the number of folders and files that could not be read and were skipped
  int each(Instant young, Consumer<StoredBlob> visitor);

  /// Deletes the blobs that were set aside before `then`. Returns their number.
  int deleteSetAside(Instant then);

  /// Deletes direct uploads and their notes that are older than `then`: see [DirectUploadStore].
  /// Returns the number of objects.
  ///
  /// Errors: `StoreUnavailable`.
  default int removeDirectUploads(Instant then) {
    return 0;
  }

  /// Returns whether a blob can be stored at the moment.
  State state();

  /// A file with the bytes of a blob, valid until it is closed. It must not be modified.
  interface LocalCopy extends AutoCloseable {
    /// The path of the file.
    Path path();

    @Override
    void close();
  }

  /// A blob that was found.
  interface StoredBlob {
    /// Its name.
    BlobKey key();

    /// Its path below the store, such as `images/ab/cd/cat.aaaaaaaaaaaaaaaa`.
    String name();

    /// Its length.
    long bytes();

    /// Deletes the blob. Returns false if it has changed or gone since it was visited.
    ///
    /// Errors: `StoreUnavailable`.
    boolean delete();

    /// Moves the blob out of the store, to a place from which an operator can restore it. Returns
    /// false if it has changed or gone since it was visited.
    ///
    /// Errors: `StoreUnavailable`.
    boolean setAside();
  }

  /// The ability of a store to accept blobs.
  enum State {
    /// It accepts blobs.
    WRITABLE,
    /// The disk is full. Stored blobs can be read and removed.
    FULL,
    /// The file system is read-only. Stored blobs can be read.
    READ_ONLY,
    /// The store does not work, or a folder is not the one of this data set.
    UNUSABLE;

    /// Returns whether stored blobs can be served.
    public boolean readable() {
      return this != UNUSABLE;
    }
  }
}
