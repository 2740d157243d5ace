package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An untrusted file: every read is checked, at any offset.
///
/// Errors: `BitmapException` from every read that is not wholly within the file.
record CheckedBytes(ByteBuffer buffer) {
  /// The remaining bytes of a buffer, with little-endian numbers. The buffer does not change.
  static CheckedBytes littleEndian(ByteBuffer file) {
    return new CheckedBytes(file.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /// The remaining bytes of a buffer, with big-endian numbers. The buffer does not change.
  static CheckedBytes bigEndian(ByteBuffer file) {
    return new CheckedBytes(file.slice());
  }

  int length() {
    return buffer.limit();
  }

  int u8(long at) {
    return Byte.toUnsignedInt(buffer.get(within(at, 1)));
  }

  int u16(long at) {
    return Short.toUnsignedInt(buffer.getShort(within(at, 2)));
  }

  int i32(long at) {
    return buffer.getInt(within(at, 4));
  }

  long u32(long at) {
    return Integer.toUnsignedLong(i32(at));
  }

  /// Copies bytes from the file until `into` is full.
  void copy(long at, byte[] into) {
    buffer.get(within(at, into.length), into);
  }

  /// A part of the file as a separate buffer, which is big-endian like every new buffer.
  ByteBuffer part(long at, long length) {
    return buffer.slice(within(at, length), (int) length);
  }

  /// Checks that `length` bytes follow offset `at`, and returns the offset as an `int`.
  int within(long at, long length) {
    if (at < 0 || length < 0 || at > length() - length) {
      throw new BitmapException(length + " bytes at " + at + " in a file of " + length());
    }
    return (int) at;
  }
}
