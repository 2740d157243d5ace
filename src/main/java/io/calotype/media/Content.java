package io.calotype.media;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The bytes of an original or of a rendition, where they are.
public sealed interface Content {
  /// How many bytes there are.
  long length();

  /// Bytes in direct memory that nobody changes any more.
  ///
  /// @param bytes from position to limit; a reader duplicates it and never moves its position
  record InMemory(ByteBuffer bytes) implements Content {
    @Override
    public long length() {
      return bytes.remaining();
    }
  }

  /// Bytes of a whole file.
  ///
  /// @param path where it is; it may be gone by the time it is opened
  /// @param length how long it must be
  record InFile(Path path, long length) implements Content {}
}
