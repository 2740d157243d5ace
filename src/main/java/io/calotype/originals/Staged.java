package io.calotype.originals;

import io.calotype.media.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that has arrived and belongs to no media yet. Closing it deletes what is still there.
///
/// @param path the temporary file
/// @param bytes its length
/// @param digest of all its bytes
/// @param head its first bytes, at most [#HEAD_BYTES]; for sniffing
@SuppressWarnings("ArrayRecordComponent") // never compared, and not written to
public record Staged(Path path, long bytes, Sha256 digest, byte[] head) implements AutoCloseable {
  /// How much of the beginning is kept for sniffing.
  public static final int HEAD_BYTES = 4096;

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
