package io.calotype.http.exchange;

import io.calotype.cache.OpenEntry;
import io.calotype.telemetry.EventLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Reads small files that are open, so that head and bytes leave in one call of the kernel and in
/// common packets. Two calls for head and file would cost more than the copy.
public final class SmallFiles {
  private static final long MAX_BYTES = 64 << 10;

  private SmallFiles() {}

  /// Whether `length` bytes are read, and not sent from the file.
  public static boolean fits(long length) {
    return length <= MAX_BYTES;
  }

  /// Reads all bytes of `entry` and closes it. Returns null if the file has become shorter or
  /// cannot be read. The caller releases the buffer.
  public static @Nullable ByteBuf read(OpenEntry entry) {
    int length = (int) entry.content().length();
    ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(length, length);
    try (entry) {
      if (whole(entry.file().channel(), bytes)) {
        return bytes;
      }
    } catch (IOException unreadable) {
      EventLog.debug("cache.unreadable", "file", entry.content().path().getFileName());
    }
    bytes.release();
    return null;
  }

  private static boolean whole(FileChannel file, ByteBuf bytes) throws IOException {
    int read = 0;
    while (bytes.isWritable() && read >= 0) {
      read = bytes.writeBytes(file, bytes.writerIndex(), bytes.writableBytes());
    }
    return !bytes.isWritable();
  }
}
