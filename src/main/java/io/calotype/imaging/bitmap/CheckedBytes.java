package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An untrusted file: every read is checked, at any offset.
///
/// Errors: `BitmapException` from every read that is not wholly within the file.
public record CheckedBytes(ByteBuffer buffer) {
  /// The remaining bytes of a buffer, with little-endian numbers. The buffer does not change.
  public static CheckedBytes littleEndian(ByteBuffer file) {
    return new CheckedBytes(file.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /// The remaining bytes of a buffer, with big-endian numbers. The buffer does not change.
  public static CheckedBytes bigEndian(ByteBuffer file) {
    return new CheckedBytes(file.slice());
  }

  public int length() {
    return buffer.limit();
  }

  public int u8(long at) {
    return Byte.toUnsignedInt(buffer.get(within(at, 1)));
  }

  public int u16(long at) {
    return Short.toUnsignedInt(buffer.getShort(within(at, 2)));
  }

  public int i32(long at) {
    return buffer.getInt(within(at, 4));
  }

  public long u32(long at) {
    return Integer.toUnsignedLong(i32(at));
  }

  /// Copies bytes from the file until `into` is full.
  public void copy(long at, byte[] into) {
    buffer.get(within(at, into.length), into);
  }

  /// A part of the file as a separate buffer, which is big-endian like every new buffer.
  public ByteBuffer part(long at, long length) {
    return buffer.slice(within(at, length), (int) length);
  }

  /// Checks that `length` bytes follow offset `at`, and returns the offset as an `int`.
  public int within(long at, long length) {
    if (at < 0 || length < 0 || at > length() - length) {
      throw new BitmapException(length + " bytes at " + at + " in a file of " + length());
    }
    return (int) at;
  }
}
