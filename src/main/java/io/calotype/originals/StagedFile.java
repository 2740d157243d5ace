package io.calotype.originals;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that has arrived and belongs to no media yet. Closing it deletes what is still there.
///
/// @param path the temporary file
/// @param bytes its length
/// @param digest of all its bytes
/// @param head its first bytes, at most [#HEAD_BYTES]; for sniffing
/// @param disk deletes it
@SuppressWarnings("ArrayRecordComponent") // never compared, and not written to
public record StagedFile(Path path, long bytes, Sha256 digest, byte[] head, DiskThreads disk)
    implements AutoCloseable {
  /// How much of the beginning is kept for sniffing.
  public static final int HEAD_BYTES = 4096;

  /// A look into a file.
  @FunctionalInterface
  public interface Reading<T> {
    /// The result, from a file that is open for reading and is closed by its opener.
    T from(FileChannel file) throws IOException;
  }

  /// The result of `reading`, on a thread of the disk.
  ///
  /// Errors: `StoreUnavailable`.
  public <T> T read(Reading<T> reading) {
    return disk.run(() -> {
      try (FileChannel file = FileChannel.open(path)) {
        return reading.from(file);
      }
    });
  }

  /// A file that cannot be deleted is left to upkeep: the upload is stored, or has failed already.
  @Override
  public void close() {
    try {
      var _ = disk.call(() -> Files.deleteIfExists(path));
    } catch (IOException | MediaException refused) {
      String reason = refused.getClass().getSimpleName();
      EventLog.warn("staged.left", "file", path.getFileName(), "reason", reason);
    }
  }
}
