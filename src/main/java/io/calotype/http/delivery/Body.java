package io.calotype.http.delivery;

import io.calotype.disk.OpenBytes;
import io.calotype.disk.OpenFile;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// Open bytes, by the way in which they are sent. Deletion or eviction no longer affects them.
sealed interface Body {
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

  /// Bytes that were read from a small file.
  ///
  /// @param buffer released by the sender
  record Small(ByteBuf buffer) implements Body {
    @Override
    public long length() {
      return buffer.readableBytes();
    }
  }

  /// An open rendition, which the kernel sends from the event loop.
  ///
  /// @param file closed by the sender
  record File(OpenFile file, long length) implements Body {}

  /// An open original. Its bytes are read beside the event loop: a network mount or a remote store
  /// may hang, and one such read would stop the loop.
  ///
  /// @param bytes closed by the sender
  record Original(OpenBytes bytes, long length) implements Body {}
}
