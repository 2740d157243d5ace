package io.calotype.originals.files;

import io.calotype.disk.PrivateFiles;
import io.calotype.failure.DiskFull;
import io.calotype.failure.StoreFaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The data folder of one running program: its tree, and a lock that keeps a second program out.
public final class DataFolder implements AutoCloseable {
  private static final int MAX_PID_DIGITS = 20;

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /// Creates missing parts of the tree, takes the lock, and empties `incoming/`.
  ///
  /// Errors: an `IOException` that describes the problem with the folder in one line.
  public static DataFolder open(Path root) throws IOException {
    try {
      PrivateFiles.createFolder(root);
      for (String name : List.of("images", "renditions", "incoming", "benches", "native")) {
        Files.createDirectories(root.resolve(name));
      }
      DataFolder folder = new DataFolder(root, locked(root.resolve(".lock")));
      folder.emptyIncoming();
      return folder;
    } catch (FileSystemException e) {
      throw unusable(root, e);
    }
  }

  /// Returns an exception that describes in one line why `error` makes the folder `root` unusable.
  public static IOException unusable(Path root, IOException error) {
    return new IOException(
        "the data folder " + root + " cannot be used: " + StoreFaults.words(error), error);
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

  private static FileChannel locked(Path path) throws IOException {
    FileChannel file =
        PrivateFiles.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    @Nullable FileLock lock = file.tryLock();
    if (lock == null) {
      throw new IOException(
          "the data folder "
              + path.getParent()
              + " is in use by another Calotype, process "
              + owner(file));
    }
    writeOwner(file);
    return file;
  }

  /// Writes the process id, which is only informative: a full disk may prevent it.
  private static void writeOwner(FileChannel file) throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      file.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      file.truncate(pid.length());
    } catch (IOException refused) {
      if (!DiskFull.is(refused)) {
        throw refused;
      }
    }
  }

  private static String owner(FileChannel file) throws IOException {
    try (file) {
      ByteBuffer pid = ByteBuffer.allocate(MAX_PID_DIGITS);
      file.read(pid);
      return StandardCharsets.US_ASCII.decode(pid.flip()).toString();
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
