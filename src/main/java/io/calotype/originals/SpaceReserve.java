package io.calotype.originals;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.DiskFull;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/// Disk space reserved for removals, which must write even on a full disk: the catalog logs each
/// one. The reserve consists of four files of random bytes. Each file also reserves an inode, and a
/// file system with compression cannot shrink random bytes.
///
/// All files together take 1/64 of the file system, at least 512 KiB and at most 8 MiB.
public final class SpaceReserve {
  private static final int FILES = 4;
  private static final int SHARE = 64;
  private static final long MIN_BYTES = 512 << 10;
  private static final long MAX_BYTES = 8 << 20;
  private static final int PIECE = 1 << 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final DiskThreads disk;
  private final Path folder;
  private final List<Path> files;
  private volatile boolean held;

  /// Opens the reserve in `folder`, in the state of an earlier run.
  ///
  /// @param disk the threads of every operation on it
  public SpaceReserve(Path folder, DiskThreads disk) {
    this.disk = disk;
    this.folder = folder;
    this.files = IntStream.range(0, FILES).mapToObj(n -> folder.resolve("" + n)).toList();
    this.held = files.stream().allMatch(Files::isRegularFile);
  }

  /// Returns whether the reserve is complete. Never blocks.
  public boolean held() {
    return held;
  }

  /// Returns whether a new file fits on the disk. Blocks.
  ///
  /// Errors: `StoreUnavailable`.
  public boolean roomBeside() {
    return disk.write(() -> !DiskFull.at(folder));
  }

  /// Creates the missing files of the reserve. A file that cannot be written completely is deleted.
  ///
  /// Errors: `StorageFull`, `StoreUnavailable`.
  public void make() {
    var _ = disk.write(this::madeLocked);
  }

  private boolean madeLocked() throws IOException {
    lock.lock();
    try {
      if (!held) {
        makeFiles();
        held = true;
        EventLog.info("reserve.made", "bytes", bytes());
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  /// Deletes one file of the reserve, to free its space.
  ///
  /// Errors: `StoreUnavailable`.
  ///
  /// @return whether there was one
  public boolean release() {
    return disk.write(this::releasedLocked);
  }

  private boolean releasedLocked() {
    lock.lock();
    try {
      held = false;
      for (Path file : files) {
        if (Files.deleteIfExists(file)) {
          EventLog.warn("reserve.released", "file", file.getFileName());
          return true;
        }
      }
      return false;
    } catch (IOException refused) {
      EventLog.warn("reserve.kept", "fault", refused);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void makeFiles() throws IOException {
    Files.createDirectories(folder);
    long each = bytes() / FILES;
    SplittableRandom random = new SplittableRandom();
    for (Path file : files) {
      if (!Files.exists(file)) {
        write(file, each, random);
      }
    }
  }

  private static void write(Path file, long length, SplittableRandom random) throws IOException {
    byte[] piece = new byte[PIECE];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long written = 0; written < length; written += piece.length) {
        random.nextBytes(piece);
        ByteBuffer bytes = ByteBuffer.wrap(piece);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      channel.force(false);
    } catch (IOException refused) {
      Files.deleteIfExists(file);
      throw refused;
    }
  }

  private long bytes() throws IOException {
    long total = Files.getFileStore(folder).getTotalSpace();
    return Math.clamp(total / SHARE, MIN_BYTES, MAX_BYTES);
  }
}
