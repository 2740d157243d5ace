package io.calotype.http;

import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

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

  /// An open rendition, which the kernel sends from the event loop.
  ///
  /// @param file is closed by its sender
  record File(OpenFile file, long length) implements Body {}

  /// An open original, which is read on the threads of its file system. That may be a mount that
  /// hangs, and one such read would stop an event loop.
  ///
  /// @param file is closed by its sender
  record Original(OpenFile file, long length) implements Body {}

  /// Opens a file.
  @FunctionalInterface
  interface Opener {
    /// Opens `file`, which has the length that it must have.
    OpenFile open(Content.InFile file) throws IOException;
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
