package io.calotype.originals;

import io.calotype.disk.FileStamp;
import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The store of the originals, and of the masters that renditions are made from instead of them.
public interface OriginalStore {
  /// Stores the file `original` as the original of `media`, and `master` as its master. Both are
  /// durable afterwards, bytes and names. Existing files of that id are replaced: without a record
  /// they are left-overs.
  ///
  /// Errors: a full disk is [io.calotype.failure.Failure.StorageFull], and files not yet stored
  /// stay in their place; any other disk error is [io.calotype.failure.Failure.StoreUnavailable].
  ///
  /// @param master null for a media without one
  void store(Media media, Path original, @Nullable Path master);

  /// Returns the location of the original of `media`, to be sent or linked. A missing file is
  /// detected when it is opened.
  Content.InFile content(Media media);

  /// Returns the bytes that renditions of `media` are made from: its master, or its original.
  Content.InFile source(Media media);

  /// Stores the file `master` as the master of `media`, like [#store], and replaces an existing
  /// one.
  void storeMaster(Media media, Path master);

  /// Opens the original of `media` for reading. The caller closes it.
  ///
  /// Errors: `OriginalLost`, `OriginalDamaged` if its length differs, `StoreUnavailable`.
  OpenFile open(Media media);

  /// Throws the errors of [#open], as far as they can be detected without reading the bytes.
  void requireOriginal(Media media);

  /// Like [#requireOriginal], for the file that renditions of `media` are made from.
  void requireSource(Media media);

  /// Reads the original of `media` and compares it with its digest.
  ///
  /// Errors: `StoreUnavailable`.
  ///
  /// @param read receives the number of bytes read, after each piece; an exception from it ends the
  ///   reading
  OriginalCondition condition(Media media, LongConsumer read);

  /// Like [#condition], for the file that renditions of `media` are made from.
  OriginalCondition sourceCondition(Media media, LongConsumer read);

  /// Returns the stamp of the original of `media`; empty if there is none.
  ///
  /// Errors: `StoreUnavailable`.
  Optional<FileStamp> stamp(Media media);

  /// Returns whether the original of `media` exists, in any condition. True if the file system
  /// cannot tell.
  boolean has(Media media);

  /// Removes the files of `media`.
  ///
  /// Errors: `StoreUnavailable`.
  void remove(Media media);

  /// Removes every file of `id`, of any media kind.
  ///
  /// Errors: `StoreUnavailable`.
  void remove(MediaId id);

  /// Passes every original and master stored before `young` to `visitor`, with or without a record.
  /// Blocks until every file was visited. An exception of `visitor` ends the walk.
  ///
  /// @return the number of folders and files that could not be read and were skipped
  int each(Instant young, Consumer<Stored> visitor);

  /// Deletes the files that were set aside before `then`. Returns their number.
  int removeSetAside(Instant then);

  /// A stored file.
  interface Stored {
    /// The id of its media.
    MediaId id();

    /// Its path below the store, such as `images/ab/cd/cat`.
    String name();

    /// Its length.
    long bytes();

    /// Deletes the file. Returns false if it has changed or gone since it was visited.
    boolean delete();

    /// Moves the file out of the store, to a folder from which an operator can restore it. Returns
    /// false if it has changed or gone since it was visited.
    boolean setAside();
  }

  /// Returns whether an original can be stored at the moment.
  State state();

  /// The ability of a store to accept originals.
  enum State {
    /// It accepts originals.
    WRITABLE,
    /// The disk is full. Stored originals can be read and removed.
    FULL,
    /// The file system is read-only. Stored originals can be read.
    READ_ONLY,
    /// The store does not work.
    UNUSABLE;

    /// Returns whether stored originals can be served.
    public boolean readable() {
      return this != UNUSABLE;
    }
  }
}
