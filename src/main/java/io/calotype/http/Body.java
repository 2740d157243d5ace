package io.calotype.http;

import io.calotype.media.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

  /// Opens `content`; blocks on the disk where it is a file.
  ///
  /// Errors: `NoSuchFileException` where the file is gone or no longer as long as it must be.
  static Body open(Content content) throws IOException {
    return switch (content) {
      case Content.InMemory(ByteBuffer bytes) -> new Bytes(bytes);
      case Content.InFile(Path path, long length) -> file(path, length);
    };
  }

  private static Body file(Path path, long length) throws IOException {
    FileChannel channel = FileChannel.open(path);
    if (channel.size() != length) {
      channel.close();
      throw new NoSuchFileException(path.toString(), null, "not " + length + " bytes long");
    }
    return new File(channel, length);
  }
}
