package io.calotype.upload.resumable;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.Headroom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of resumable uploads: `open/<key>` is the journal of one without an outcome,
/// `ended/<key>` of one with an outcome, and `bytes/<key>` has its bytes.
///
/// A journal is only appended to, and each append is synced. A journal that grows beyond
/// [#MAX_JOURNAL] is replaced by a shorter one with the same meaning.
///
/// Errors of every method: `StorageFull`, `StoreUnavailable`.
public final class UploadFolder {
  /// The length of a journal above which it is replaced, in bytes.
  static final int MAX_JOURNAL = 64 << 10;

  private static final String DRAFT = "draft-";

  private final Path open;
  private final Path ended;
  private final Path bytes;
  private final FileOperations files;
  private final Headroom headroom;
  private final DiskThreads disk;

  /// Keeps uploads in `root`.
  ///
  /// @param root the folder of all uploads, which exists and contains nothing else
  public UploadFolder(Path root, FileOperations files, Headroom headroom, DiskThreads disk) {
    this.open = root.resolve("open");
    this.ended = root.resolve("ended");
    this.bytes = root.resolve("bytes");
    this.files = files;
    this.headroom = headroom;
    this.disk = disk;
  }

  /// Creates the folders.
  void prepare() {
    var _ =
        disk.write(() -> {
          for (Path folder : List.of(open, ended, bytes)) {
            files.createFolder(folder);
          }
          files.sync(open.resolveSibling(""));
          return open;
        });
  }

  /// Creates the files of `state`. They are durable afterwards.
  void create(UploadState state) {
    var _ = headroom.retry(Headroom.Need.STORE, () -> disk.write(() -> created(state)));
  }

  private Path created(UploadState state) throws IOException {
    Path data = bytes(state.id());
    files.deleteIfPresent(data); // left behind by a try that the disk refused
    files.createPrivate(data).close();
    files.sync(bytes);
    return replaced(state);
  }

  /// Replaces the journal of `state` by the shortest one. Also creates it.
  void replace(UploadState state) {
    var _ = headroom.retry(Headroom.Need.STORE, () -> disk.write(() -> replaced(state)));
  }

  private Path replaced(UploadState state) throws IOException {
    Path draft = open.resolve(DRAFT + state.id().key());
    Path journal = open.resolve(state.id().key());
    files.deleteIfPresent(draft);
    files.writeDraft(draft, UploadJournal.text(state).stripTrailing());
    files.move(draft, journal);
    files.sync(open);
    return journal;
  }

  /// Appends `line` to the journal of an upload without an outcome. Returns the journal's length.
  long append(ResumableId id, String line) {
    return headroom.retry(Headroom.Need.STORE, () -> disk.write(() -> appended(id, line)));
  }

  /// Begins with a line feed, because a crash may have left a part of a line.
  private long appended(ResumableId id, String line) throws IOException {
    Path journal = open.resolve(id.key());
    long length = files.stat(journal).length();
    ByteBuffer text = ByteBuffer.wrap(("\n" + line + "\n").getBytes(StandardCharsets.UTF_8));
    long after = length + text.remaining();
    try (WritableByteChannel channel = files.append(journal, length)) {
      while (text.hasRemaining()) {
        channel.write(text);
      }
    }
    files.sync(journal);
    return after;
  }

  /// Opens the bytes of an upload for writing at `offset`. The caller closes the file.
  WritableByteChannel write(ResumableId id, long offset) {
    return disk.write(() -> files.append(bytes(id), offset));
  }

  /// Writes all of `piece` into `file`. After a failed write, a retry continues.
  void write(WritableByteChannel file, ByteBuffer piece) {
    var _ =
        headroom.retry(
            Headroom.Need.STORE,
            () ->
                disk.write(() -> {
                  while (piece.hasRemaining()) {
                    file.write(piece);
                  }
                  return piece;
                }));
  }

  /// Writes the bytes of an upload to stable storage.
  void sync(ResumableId id) {
    var _ =
        disk.write(() -> {
          files.sync(bytes(id));
          return id;
        });
  }

  void close(WritableByteChannel file) {
    disk.closeLater(file);
  }

  /// The file with the bytes of an upload.
  Path bytes(ResumableId id) {
    return bytes.resolve(id.key());
  }

  /// Moves the journal of an upload, which has an outcome now, and deletes its bytes.
  void end(ResumableId id) {
    var _ =
        disk.write(() -> {
          files.move(open.resolve(id.key()), ended.resolve(id.key()));
          return files.deleteIfPresent(bytes(id));
        });
  }

  /// Deletes the bytes of an upload, and keeps its journal.
  void discard(ResumableId id) {
    var _ = disk.write(() -> files.deleteIfPresent(bytes(id)));
  }

  /// Deletes an upload. The journal goes first: bytes without a journal are no upload.
  void remove(ResumableId id) {
    var _ =
        disk.write(() -> {
          files.deleteIfPresent(open.resolve(id.key()));
          files.deleteIfPresent(ended.resolve(id.key()));
          files.sync(open);
          files.sync(ended);
          return files.deleteIfPresent(bytes(id));
        });
  }

  /// Returns an upload; empty if there is none.
  Optional<UploadState> find(ResumableId id) {
    return disk.run(() -> {
      Optional<UploadState> found = read(open.resolve(id.key()));
      return found.isPresent() ? found : read(ended.resolve(id.key()));
    });
  }

  private Optional<UploadState> read(Path journal) throws IOException {
    try (InputStream text = Channels.newInputStream(files.open(journal))) {
      return UploadJournal.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /// Returns the uploads without an outcome.
  List<UploadState> unfinished() {
    return disk.write(() -> states(open));
  }

  /// Returns all uploads.
  List<UploadState> all() {
    return disk.write(() -> {
      List<UploadState> all = states(open);
      all.addAll(states(ended));
      return all;
    });
  }

  private List<UploadState> states(Path folder) throws IOException {
    List<UploadState> states = new ArrayList<>();
    for (Path journal : files.list(folder)) {
      if (!draft(journal)) {
        read(journal).ifPresent(states::add);
      }
    }
    return states;
  }

  /// Deletes bytes without a journal, drafts, and journals that no version can read, if they are
  /// older than `young` in milliseconds since 1970. A crash leaves them behind. Returns their
  /// number.
  int removeLeftOvers(long young) {
    return disk.write(() -> {
      int removed = 0;
      for (Path folder : List.of(open, ended, bytes)) {
        for (Path file : files.list(folder)) {
          removed += leftOver(file) && removedIfOld(file, young) ? 1 : 0;
        }
      }
      return removed;
    });
  }

  private boolean leftOver(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    return draft(file)
        || (read(open.resolve(name)).isEmpty() && read(ended.resolve(name)).isEmpty());
  }

  private static boolean draft(Path file) {
    return String.valueOf(file.getFileName()).startsWith(DRAFT);
  }

  private boolean removedIfOld(Path file, long young) throws IOException {
    FileOperations.Stat found = files.find(file);
    return found != null && found.file() && found.modified() < young && files.deleteIfPresent(file);
  }
}
