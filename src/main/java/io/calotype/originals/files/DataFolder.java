package io.calotype.originals.files;

import io.calotype.disk.LocalFiles;
import io.calotype.disk.PrivateFiles;
import io.calotype.failure.StoreFaults;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The data folder of one running program: its tree, and a lock that keeps a second program out.
///
/// The file `dataset.s3` marks a folder whose originals are in S3, with the identity of that data
/// set. Such a folder has no folders of blobs.
public final class DataFolder implements AutoCloseable {
  /// The name of the queue of removals.
  public static final String REMOVALS = "removals";

  private static final String REMOTE = "dataset.s3";
  private static final String FORMER = "dataset.s3.moved";

  private final Path root;
  private final FolderLock lock;
  private final @Nullable DataSet dataSet;

  private DataFolder(Path root, FolderLock lock, @Nullable DataSet dataSet) {
    this.root = root;
    this.lock = lock;
    this.dataSet = dataSet;
  }

  /// Creates missing parts of the tree, takes the lock, and empties `incoming/`. Only the first
  /// start creates the folders of blobs.
  ///
  /// Errors: an `IOException` that describes the problem with the folder in one line.
  public static DataFolder open(Path root) throws IOException {
    return open(root, DataFolder::withBlobs);
  }

  /// Like [#open], for a server whose originals are in S3: creates no folders of blobs.
  ///
  /// Errors: also an `IOException` if the folder contains originals.
  public static DataFolder openForRemote(Path root) throws IOException {
    return open(root, DataFolder::withoutBlobs);
  }

  /// Like [#open], for a server that moves originals between the folder and S3.
  public static DataFolder openForMove(Path root) throws IOException {
    return open(root, DataFolder::used);
  }

  private static DataFolder open(Path root, Opener opener) throws IOException {
    try {
      PrivateFiles.createFolder(root);
      for (String name :
          List.of("renditions", "incoming", "uploads", "benches", "native", REMOVALS)) {
        Files.createDirectories(root.resolve(name));
      }
      FolderLock lock = FolderLock.take(root);
      try {
        DataFolder folder = opener.open(root, lock);
        folder.emptyIncoming();
        return folder;
      } catch (IOException | RuntimeException failed) {
        lock.close();
        throw failed;
      }
    } catch (FileSystemException e) {
      throw unusable(root, e);
    }
  }

  /// Opens a locked folder.
  @FunctionalInterface
  private interface Opener {
    DataFolder open(Path root, FolderLock lock) throws IOException;
  }

  private static DataFolder withBlobs(Path root, FolderLock lock) throws IOException {
    if (Files.exists(root.resolve(REMOTE))) {
      throw new IOException(
          "the originals of the data folder "
              + root
              + " are in S3: set CALOTYPE_ORIGINALS=s3, or use another data folder; to move them"
              + " here, set CALOTYPE_ORIGINALS_FROM=s3 too");
    }
    return used(root, lock);
  }

  private static DataFolder used(Path root, FolderLock lock) throws IOException {
    DataSet dataSet = DataSet.of(root);
    DataFolder folder = new DataFolder(root, lock, dataSet);
    folder.blobs().prepare();
    dataSet.keep(root);
    return folder;
  }

  private static DataFolder withoutBlobs(Path root, FolderLock lock) throws IOException {
    if (BlobFolders.hasBlobs(root, new LocalFiles())) {
      throw new IOException(
          "the data folder "
              + root
              + " contains originals as files: set CALOTYPE_ORIGINALS=files, or use another data"
              + " folder for originals in S3; to move them there, set CALOTYPE_ORIGINALS_FROM=files"
              + " too");
    }
    return new DataFolder(root, lock, null);
  }

  /// The identity of the data set in S3 that the folder belongs to; empty before [#keepRemote].
  public Optional<String> remote() throws IOException {
    Path file = root.resolve(REMOTE);
    return Files.exists(file)
        ? Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty())
        : Optional.empty();
  }

  /// Records that the folder belongs to the data set `id` in S3.
  ///
  /// Errors: an `IOException` with the reason in one line if it belongs to another one.
  public void keepRemote(String id) throws IOException {
    requireRemote(id);
    Files.deleteIfExists(root.resolve(FORMER));
    if (remote().isEmpty()) {
      Path file = root.resolve(REMOTE);
      Files.deleteIfExists(file);
      new LocalFiles().writeLine(file, id);
    }
  }

  /// Requires that the folder belongs to no data set in S3, or to `id`.
  ///
  /// Errors: an `IOException` with the reason in one line.
  public void requireRemote(String id) throws IOException {
    Optional<String> kept = remote();
    if (kept.isPresent() && !kept.get().equals(id)) {
      throw new IOException(
          "the data folder %s belongs to the data set %s in S3, and CALOTYPE_S3_BUCKET with"
                  .formatted(root, kept.get())
              + " CALOTYPE_S3_PREFIX contains %s; use another data folder".formatted(id));
    }
  }

  /// Records that every original has moved from S3 to the folder. Does nothing if that is recorded.
  public void forgetRemote() throws IOException {
    if (Files.exists(root.resolve(REMOTE))) {
      Files.move(root.resolve(REMOTE), root.resolve(FORMER), StandardCopyOption.REPLACE_EXISTING);
      new LocalFiles().sync(root);
    }
  }

  /// Whether [#forgetRemote] was called since the last [#keepRemote].
  public boolean remoteForgotten() {
    return Files.exists(root.resolve(FORMER));
  }

  /// Returns an exception that describes in one line why `error` makes the folder `root` unusable.
  public static IOException unusable(Path root, IOException error) {
    return new IOException(
        "the data folder " + root + " cannot be used: " + StoreFaults.words(error), error);
  }

  /// The identity of its data. Must not be called if the originals are in S3.
  public DataSet dataSet() {
    return Objects.requireNonNull(dataSet, "the originals are in S3");
  }

  /// Whether the lock still keeps other programs out. True if the file system cannot tell.
  public boolean held() {
    try {
      return lock.held();
    } catch (IOException unknown) {
      return true;
    }
  }

  /// The folders of originals and masters.
  public BlobFolders blobs() {
    return new BlobFolders(root, dataSet(), new LocalFiles());
  }

  /// The folder of the removals that are not completed.
  public Path removals() {
    return root.resolve(REMOVALS);
  }

  /// The folder of the work queue `name`, which may be absent.
  public Path queue(String name) {
    return name.equals(REMOVALS) ? removals() : root.resolve("queues").resolve(name);
  }

  /// The folder of uploads that are not answered yet.
  public Path incoming() {
    return root.resolve("incoming");
  }

  /// The folder of resumable uploads.
  public Path uploads() {
    return root.resolve("uploads");
  }

  /// The folder of local copies of originals in S3.
  public Path sources() {
    return root.resolve("sources");
  }

  /// The folder of the rendition cache.
  public Path renditions() {
    return root.resolve("renditions");
  }

  /// The parent of the renderers' work directories.
  public Path benches() {
    return root.resolve("benches");
  }

  /// The folder of libraries that the program unpacks.
  public Path libraries() {
    return root.resolve("native");
  }

  /// The folder of the disk space that is reserved for removals.
  public Path reserve() {
    return root.resolve("reserve");
  }

  /// The database file of the catalog.
  public Path catalog() {
    return root.resolve("catalog.db");
  }

  /// The file with the progress of the scrub.
  public Path scrubbed() {
    return root.resolve("scrubbed");
  }

  /// The file with the list of damaged originals.
  public Path damaged() {
    return root.resolve("damaged");
  }

  /// The top of the tree.
  public Path root() {
    return root;
  }

  private void emptyIncoming() throws IOException {
    try (Stream<Path> leftOver = Files.list(incoming())) {
      for (Path file : leftOver.filter(Files::isRegularFile).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
