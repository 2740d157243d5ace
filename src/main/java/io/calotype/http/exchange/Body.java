package io.calotype.http.exchange;

import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes that are ready to send. Deletion or eviction no longer affects them.
public sealed interface Body {
  /// The number of bytes.
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
  /// @param file closed by the sender
  record File(OpenFile file, long length) implements Body {}

  /// An open original. Its bytes are read on the threads of its file system: a network mount may
  /// hang, and one such read would stop an event loop.
  ///
  /// @param file closed by the sender
  record Original(OpenFile file, long length) implements Body {}

  /// Opens a file.
  @FunctionalInterface
  interface Opener {
    /// Opens `file` and checks its length.
    OpenFile open(Content.InFile file) throws IOException;
  }

  /// Prepares `content` for sending. Blocks for a file, which `opener` opens.
  ///
  /// Errors: those of `opener`.
  static Body open(Content content, Opener opener) throws IOException {
    return switch (content) {
      case Content.InMemory(ByteBuffer bytes) -> new Bytes(bytes);
      case Content.InFile file -> new File(opener.open(file), file.length());
    };
  }
}
