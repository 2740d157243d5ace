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

/// Where originals are, and what renditions are made from in their place.
public interface OriginalStore {
  /// Takes the file `original` in as the original of `media`, and `master` as its master, and makes
  /// both durable, bytes and names. What is there already under that id is replaced: without a
  /// record it is a left-over.
  ///
  /// Errors: a full disk is [io.calotype.failure.Failure.StorageFull], and what has not been taken
  /// stays; any other error of the disk is [io.calotype.failure.Failure.StoreUnavailable].
  ///
  /// @param master null for a media without one
  void store(Media media, Path original, @Nullable Path master);

  /// The bytes of the original of `media`, to be sent or linked. Whether they are there is known
  /// when they are opened.
  Content.InFile content(Media media);

  /// The bytes that renditions of `media` are made from: its master, or its original.
  Content.InFile source(Media media);

  /// Takes the file `master` in as the master of `media`, in place of what there is, as [#store]
  /// does.
  void storeMaster(Media media, Path master);

  /// Opens the original of `media` for reading. The caller closes it.
  ///
  /// Errors: `OriginalLost`, `OriginalDamaged` where its length is another, `StoreUnavailable`.
  OpenFile open(Media media);

  /// Throws what [#open] would, as far as that is known without reading the bytes.
  void requireOriginal(Media media);

  /// Throws what [#open] would for the bytes that renditions of `media` are made from, as far as
  /// that is known without reading them.
  void requireSource(Media media);

  /// Reads the original of `media` and compares it with its digest.
  ///
  /// Errors: `StoreUnavailable`.
  ///
  /// @param read is told how many bytes were read, piece by piece; what it throws ends the reading
  OriginalCondition condition(Media media, LongConsumer read);

  /// The same for the bytes that renditions of `media` are made from.
  OriginalCondition sourceCondition(Media media, LongConsumer read);

  /// The stamp of the original of `media`; empty where there is none.
  ///
  /// Errors: `StoreUnavailable`.
  Optional<FileStamp> stamp(Media media);

  /// Whether the original of `media` is there, in whatever condition. What cannot be told is there.
  boolean has(Media media);

  /// Removes the files of `media`.
  ///
  /// Errors: `StoreUnavailable`.
  void remove(Media media);

  /// Removes every file under `id`, of whatever kind the media was.
  ///
  /// Errors: `StoreUnavailable`.
  void remove(MediaId id);

  /// Shows every file of originals and masters that was stored before `young`, whether a record
  /// knows of it or not. Blocks for as long as it takes to look at every file. An exception of
  /// `visitor` ends it.
  ///
  /// @return how many folders and files could not be read and were passed over
  int each(Instant young, Consumer<Stored> visitor);

  /// Deletes what was set aside before `then`, and says how much it was.
  int removeSetAside(Instant then);

  /// A file that is there.
  interface Stored {
    /// Whose it is.
    MediaId id();

    /// Which it is, such as `images/ab/cd/cat`.
    String name();

    /// How long it is.
    long bytes();

    /// Deletes it, if it is still the one that was seen. False where it is not.
    boolean delete();

    /// Moves it to where nobody looks for it and from where it can be put back by hand, if it is
    /// still the one that was seen. False where it is not.
    boolean setAside();
  }

  /// Whether an original could be stored just now.
  State state();

  /// The ability of a store to take originals.
  enum State {
    /// It takes originals.
    WRITABLE,
    /// The disk is full. What is stored can be read and removed.
    FULL,
    /// The file system is read-only. What is stored can be read.
    READ_ONLY,
    /// It does not work.
    UNUSABLE;

    /// Whether what is stored can be served.
    public boolean readable() {
      return this != UNUSABLE;
    }
  }
}
