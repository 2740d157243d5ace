package io.calotype.originals;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// A received file that belongs to no media yet. Closing it deletes the file if it was not moved.
///
/// @param path the temporary file
/// @param bytes its length
/// @param digest the SHA-256 of all its bytes
/// @param head its first bytes, at most [#HEAD_BYTES]; for sniffing
/// @param disk the threads that read and delete it
@SuppressWarnings("ArrayRecordComponent") // never compared and never modified
public record StagedFile(Path path, long bytes, Sha256 digest, byte[] head, DiskThreads disk)
    implements AutoCloseable {
  /// The maximum length of the head that is kept for sniffing.
  public static final int HEAD_BYTES = 4096;

  /// A function that reads from a file.
  @FunctionalInterface
  public interface Reading<T> {
    /// Returns the result of reading `file`, which is open for reading. The caller closes it.
    T from(FileChannel file) throws IOException;
  }

  /// Runs `reading` on a thread of the disk and returns its result.
  ///
  /// Errors: `StoreUnavailable`.
  public <T> T read(Reading<T> reading) {
    return disk.run(() -> {
      try (FileChannel file = FileChannel.open(path)) {
        return reading.from(file);
      }
    });
  }

  /// Returns this file after its modification time was set to `time`, which a store keeps.
  ///
  /// Errors: `StoreUnavailable`.
  public StagedFile dated(Instant time) {
    var _ = disk.run(() -> Files.setLastModifiedTime(path, FileTime.from(time)));
    return this;
  }

  /// Leaves a file that cannot be deleted to maintenance: the upload is stored, or has failed
  /// already.
  @Override
  public void close() {
    delete(path, disk);
  }

  /// Like [#close], for a file that is not staged to its end.
  static void delete(Path path, DiskThreads disk) {
    try {
      var _ = disk.call(() -> Files.deleteIfExists(path));
    } catch (IOException | MediaException refused) {
      String reason = refused.getClass().getSimpleName();
      EventLog.warn("staged.left", "file", path.getFileName(), "reason", reason);
    }
  }
}
