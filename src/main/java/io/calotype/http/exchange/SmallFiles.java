package io.calotype.http.exchange;

import io.calotype.cache.OpenEntry;
import io.calotype.disk.MappedFile;
import io.calotype.telemetry.EventLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.IntFunction;
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

  /// Like [#read], without a copy if the file is mapped. That file is closed when the buffer is
  /// released. Only for a buffer that goes to the socket by itself: Netty's HTTP encoder copies a
  /// short one into the buffer of the head, and would access the mapping in Java.
  public static @Nullable ByteBuf lend(OpenEntry entry) {
    MappedFile mapped = entry.mapped();
    return mapped == null ? read(entry) : new Lent(entry, mapped.view());
  }

  /// Reads all bytes of `entry` and closes it. Returns null if the file has become shorter or
  /// cannot be read. The caller releases the buffer.
  public static @Nullable ByteBuf read(OpenEntry entry) {
    return read(entry, length -> ByteBufAllocator.DEFAULT.directBuffer(length, length));
  }

  /// Like the other method, with a buffer from `memory`, which may be exhausted.
  static @Nullable ByteBuf read(OpenEntry entry, IntFunction<ByteBuf> memory) {
    try (entry) {
      ByteBuf bytes = memory.apply((int) entry.content().length());
      if (whole(entry, bytes)) {
        return bytes;
      }
      bytes.release();
      return null;
    }
  }

  /// The bytes of a mapped file, whose use ends with the last reference.
  private static final class Lent extends UnpooledDirectByteBuf {
    private final OpenEntry entry;

    Lent(OpenEntry entry, ByteBuffer view) {
      super(ByteBufAllocator.DEFAULT, view, view.capacity());
      this.entry = entry;
    }

    @Override
    protected void deallocate() {
      super.deallocate();
      entry.close();
    }
  }

  private static boolean whole(OpenEntry entry, ByteBuf bytes) {
    FileChannel file = entry.file().channel();
    try {
      int read = 0;
      while (bytes.isWritable() && read >= 0) {
        read = bytes.writeBytes(file, bytes.writerIndex(), bytes.writableBytes());
      }
      return !bytes.isWritable();
    } catch (IOException unreadable) {
      EventLog.debug("cache.unreadable", "file", entry.content().path().getFileName());
      return false;
    }
  }
}
