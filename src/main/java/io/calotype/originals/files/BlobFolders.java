package io.calotype.originals.files;

import io.calotype.disk.FileOperations;
import io.calotype.disk.PrivateFiles;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.media.FolderFanout;
import io.calotype.media.MediaId;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The folders of blobs, `<root>/images`, `<root>/videos` and `<root>/masters`, each possibly on a
/// file system of its own.
///
/// Each folder contains the file `.calotype` with the identity of the data set, in one line. A
/// folder without it is not used: its file system is not mounted, and blobs written there would
/// disappear at the next mount. A folder that has blobs and no marker, such as a restored backup,
/// gets a marker at the next start.
public final class BlobFolders {
  static final String MARKER = ".calotype";
  private static final String ASIDE = "orphans";
  static final String DRAFT = ".draft-";

  private final Path root;
  private final DataSet dataSet;
  private final FileOperations files;

  /// Uses the folders below `root` that belong to `dataSet`.
  public BlobFolders(Path root, DataSet dataSet, FileOperations files) {
    this.root = root;
    this.dataSet = dataSet;
    this.files = files;
  }

  /// Creates and marks all folders for a new data set. Logs each folder of an existing one that
  /// cannot be used.
  ///
  /// Errors: an `IOException` for a new data set, if a folder cannot be created or belongs to
  /// another data set.
  public void prepare() throws IOException {
    for (BlobKind kind : BlobKind.values()) {
      if (dataSet.created()) {
        create(kind);
      } else {
        check(kind);
      }
    }
  }

  private void create(BlobKind kind) throws IOException {
    files.createFolder(top(kind));
    try {
      if (!marked(kind)) {
        mark(kind);
      }
    } catch (MediaException foreign) {
      throw new IOException(
          "the folders of the data folder "
              + root
              + " belong to different data sets: mount or"
              + " restore the ones that belong together",
          foreign);
    }
  }

  /// Marks a folder that has blobs and no marker. A running server never does that: blobs below a
  /// mount point appear when the file system is unmounted.
  private void check(BlobKind kind) {
    try {
      if (!marked(kind) && hasBlobs(top(kind), kind, files)) {
        mark(kind);
        EventLog.info("originals.folder-marked", "folder", top(kind));
      }
      require(kind);
    } catch (MediaException | IOException unusable) {
      EventLog.warn(
          "originals.folder-unusable",
          "folder",
          top(kind),
          "hint",
          "mount it; to use it as it is, write the line of the file dataset to "
              + MARKER
              + " in it");
    }
  }

  /// Throws `StoreUnavailable` if the folder of `kind` does not belong to the data set.
  void require(BlobKind kind) throws IOException {
    if (!marked(kind)) {
      throw new MediaException(new Failure.StoreUnavailable(StoreFault.MISSING));
    }
  }

  /// Returns whether the folder has the marker of the data set.
  ///
  /// Errors: `StoreUnavailable` if it has the marker of another.
  private boolean marked(BlobKind kind) throws IOException {
    try {
      String found = Files.readString(top(kind).resolve(MARKER)).strip();
      if (!found.isEmpty() && !found.equals(dataSet.id())) {
        EventLog.warn("originals.folder-foreign", "folder", top(kind), "belongs", found);
        throw new MediaException(new Failure.StoreUnavailable(StoreFault.MISSING));
      }
      return !found.isEmpty();
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  /// Returns whether there is a blob below `root`.
  static boolean hasBlobs(Path root, FileOperations files) throws IOException {
    for (BlobKind kind : BlobKind.values()) {
      if (hasBlobs(top(root, kind), kind, files)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBlobs(Path top, BlobKind kind, FileOperations files)
      throws IOException {
    if (files.find(top) == null) {
      return false;
    }
    for (Path outer : files.list(top).stream().filter(BlobFolders::fanout).toList()) {
      for (Path inner : files.list(outer).stream().filter(BlobFolders::fanout).toList()) {
        if (files.list(inner).stream().anyMatch(path -> blob(kind, path))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean blob(BlobKind kind, Path path) {
    return Files.isRegularFile(path)
        && BlobKey.of(kind, String.valueOf(path.getFileName())).isPresent();
  }

  /// Whether `path` is named like a folder of [FolderFanout].
  private static boolean fanout(Path path) {
    return Files.isDirectory(path) && String.valueOf(path.getFileName()).matches("[0-9a-f]{2}");
  }

  /// Writes the marker. A crash may have left an empty one.
  private void mark(BlobKind kind) throws IOException {
    Path marker = top(kind).resolve(MARKER);
    files.deleteIfPresent(marker);
    files.writeLine(marker, dataSet.id());
  }

  /// The data folder.
  Path root() {
    return root;
  }

  /// The folder of `kind`.
  Path top(BlobKind kind) {
    return top(root, kind);
  }

  /// The folder of `kind` below `root`.
  static Path top(Path root, BlobKind kind) {
    return root.resolve(name(kind));
  }

  private static String name(BlobKind kind) {
    return switch (kind) {
      case IMAGE -> "images";
      case VIDEO -> "videos";
      case MASTER -> "masters";
    };
  }

  /// The folder of blobs that were set aside, as a tree like `root`.
  Path aside() {
    return root.resolve(ASIDE);
  }

  /// The folder of blobs of `kind` that were set aside.
  Path aside(BlobKind kind) {
    return aside().resolve(name(kind));
  }

  /// The path of the blob `key`: `<root>/images/ab/cd/<id>[.<incarnation>]`; see [FolderFanout] for
  /// `ab/cd`.
  Path path(BlobKey key) {
    return folder(top(key.kind()), key.id()).resolve(key.name());
  }

  /// The folder below `top` that contains the blobs of `id`.
  static Path folder(Path top, MediaId id) {
    return top.resolve(FolderFanout.of(id.value()));
  }

  /// Lists the blobs of `id` below `top`; none if there is no such folder.
  List<Path> list(Path top, MediaId id, BlobKind kind) throws IOException {
    try {
      return files.list(folder(top, id)).stream()
          .filter(path ->
              BlobKey.of(kind, String.valueOf(path.getFileName()))
                  .filter(key -> key.id().equals(id))
                  .isPresent())
          .toList();
    } catch (NoSuchFileException absent) {
      return List.of();
    }
  }

  /// Returns the path of a new file of `kind` that is renamed once it is complete.
  Path draft(BlobKind kind) {
    return top(kind).resolve(DRAFT + UUID.randomUUID());
  }

  /// Deletes the drafts that a crash before `then` has left behind. Returns their number.
  int deleteDrafts(Instant then) throws IOException {
    int deleted = 0;
    for (BlobKind kind : BlobKind.values()) {
      for (Path file : files.find(top(kind)) == null ? List.<Path>of() : files.list(top(kind))) {
        boolean draft = String.valueOf(file.getFileName()).startsWith(DRAFT);
        if (draft && files.stat(file).modified() < then.toEpochMilli()) {
          files.delete(file);
          deleted++;
        }
      }
    }
    return deleted;
  }

  /// Renames `from` to `to`. If `to` is on another file system, copies to `draft` beside it first,
  /// so that the name appears with all bytes.
  void move(Path from, Path to, Path draft) throws IOException {
    try {
      files.move(from, to);
    } catch (AtomicMoveNotSupportedException otherFileSystem) {
      copy(from, to, draft);
      files.delete(from);
    }
  }

  private void copy(Path from, Path to, Path draft) throws IOException {
    try {
      files.copy(from, draft);
      PrivateFiles.restrict(draft);
      files.sync(draft);
      files.move(draft, to);
    } catch (IOException failed) {
      files.deleteIfPresent(draft);
      throw failed;
    }
  }

  /// Creates the missing folders from the top of `kind` down, and syncs each name into its parent.
  void create(BlobKind kind, Path folder) throws IOException {
    if (folder.equals(top(kind)) || files.find(folder) != null) {
      return;
    }
    Path above = folder.resolveSibling("");
    create(kind, above);
    files.createFolder(folder);
    files.sync(above);
  }
}
