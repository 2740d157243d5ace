package io.calotype.originals.files;

import io.calotype.disk.LocalFiles;
import io.calotype.disk.PrivateFiles;
import io.calotype.failure.StoreFaults;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The data folder of one running program: its tree, and a lock that keeps a second program out.
public final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FolderLock lock;
  private final DataSet dataSet;

  private DataFolder(Path root, FolderLock lock, DataSet dataSet) {
    this.root = root;
    this.lock = lock;
    this.dataSet = dataSet;
  }

  /// Creates missing parts of the tree, takes the lock, and empties `incoming/`. Only the first
  /// start creates the folders of blobs.
  ///
  /// Errors: an `IOException` that describes the problem with the folder in one line.
  public static DataFolder open(Path root) throws IOException {
    try {
      PrivateFiles.createFolder(root);
      for (String name : List.of("renditions", "incoming", "benches", "native", "removals")) {
        Files.createDirectories(root.resolve(name));
      }
      FolderLock lock = FolderLock.take(root);
      try {
        DataFolder folder = new DataFolder(root, lock, DataSet.of(root));
        folder.blobs().prepare();
        folder.dataSet.keep(root);
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

  /// Returns an exception that describes in one line why `error` makes the folder `root` unusable.
  public static IOException unusable(Path root, IOException error) {
    return new IOException(
        "the data folder " + root + " cannot be used: " + StoreFaults.words(error), error);
  }

  /// The identity of its data.
  public DataSet dataSet() {
    return dataSet;
  }

  /// The lock that keeps other programs out.
  public FolderLock lock() {
    return lock;
  }

  /// The folders of originals and masters.
  public BlobFolders blobs() {
    return new BlobFolders(root, dataSet, new LocalFiles());
  }

  /// The folder of the removals that are not completed.
  public Path removals() {
    return root.resolve("removals");
  }

  /// The folder of uploads that are not answered yet.
  public Path incoming() {
    return root.resolve("incoming");
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
