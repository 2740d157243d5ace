package io.calotype.originals.files;

import io.calotype.disk.PrivateFiles;
import io.calotype.failure.DiskFull;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lock of one data folder, on the file `.lock` in it.
///
/// A lock belongs to an inode, not to a name: if the file is removed, another program could lock a
/// new one. [#held] detects that, and locks the new file if no other program has.
public final class FolderLock implements AutoCloseable {
  private static final int MAX_PID_DIGITS = 20;

  private final Path path;
  private FileChannel file;
  private @Nullable Object inode;

  private FolderLock(Path path, FileChannel file) throws IOException {
    this.path = path;
    this.file = file;
    this.inode = inode(path);
  }

  /// Takes the lock of the data folder `root`.
  ///
  /// Errors: an `IOException` that names the process that holds it.
  static FolderLock take(Path root) throws IOException {
    Path path = root.resolve(".lock");
    FileChannel file = open(path);
    if (file.tryLock() == null) {
      throw new IOException(
          "the data folder " + root + " is in use by another Calotype, process " + owner(file));
    }
    writeOwner(file);
    return new FolderLock(path, file);
  }

  /// Returns whether this program still holds the lock. Takes it again if its file was removed or
  /// replaced.
  ///
  /// Errors: an `IOException` if the file system does not tell.
  public synchronized boolean held() throws IOException {
    if (Objects.equals(inode, inode(path))) {
      return true;
    }
    FileChannel anew = open(path);
    @Nullable FileLock taken = anew.tryLock();
    if (taken == null) {
      anew.close();
      return false;
    }
    writeOwner(anew);
    file.close();
    file = anew;
    inode = inode(path);
    EventLog.warn("data.lock-replaced", "file", path);
    return true;
  }

  /// The identity of the file at `path`; null if it is absent.
  private static @Nullable Object inode(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException removed) {
      return null;
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return PrivateFiles.open(
        path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
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
  public synchronized void close() throws IOException {
    file.close();
  }
}
