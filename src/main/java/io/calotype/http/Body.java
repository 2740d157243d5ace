package io.calotype.http;

import io.calotype.media.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Bytes that are ready to be sent: nothing can take them away any more.
sealed interface Body {
  /// How many bytes there are.
  long length();

  /// Bytes in memory.
  ///
  /// @param buffer from position to limit
  record Bytes(ByteBuffer buffer) implements Body {
    @Override
    public long length() {
      return buffer.remaining();
    }
  }

  /// An open file.
  ///
  /// @param channel open for reading; whoever sends it closes it
  record File(FileChannel channel, long length) implements Body {}

  /// Opens a file.
  @FunctionalInterface
  interface Opener {
    /// Opens `file`, which has the length that it must have.
    FileChannel open(Content.InFile file) throws IOException;
  }

  /// Makes `content` ready; blocks where it is a file, which `opener` opens.
  ///
  /// Errors: those of `opener`.
  static Body open(Content content, Opener opener) throws IOException {
    return switch (content) {
      case Content.InMemory(ByteBuffer bytes) -> new Bytes(bytes);
      case Content.InFile file -> new File(opener.open(file), file.length());
    };
  }
}
