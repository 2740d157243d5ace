package io.calotype.media;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The bytes of an original or of a rendition, in memory or in a file.
public sealed interface Content {
  /// The number of bytes.
  long length();

  /// Bytes in direct memory that no longer change.
  ///
  /// @param bytes from position to limit; a reader duplicates the buffer and never moves its
  ///   position
  record InMemory(ByteBuffer bytes) implements Content {
    @Override
    public long length() {
      return bytes.remaining();
    }
  }

  /// Bytes of a whole file.
  ///
  /// @param path its path; the file may be gone when it is opened
  /// @param length its expected length
  record InFile(Path path, long length) implements Content {}
}
