package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A hostile file: every read is checked, at offsets that may be any number.
///
/// Errors: `BitmapException` from every read that is not wholly within the file.
record CheckedBytes(ByteBuffer buffer) {
  /// What remains of a buffer, the lowest byte of a number first. The buffer stays as it is.
  static CheckedBytes littleEndian(ByteBuffer file) {
    return new CheckedBytes(file.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /// What remains of a buffer, the highest byte of a number first. The buffer stays as it is.
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

  /// Copies from the file into all of `into`.
  void copy(long at, byte[] into) {
    buffer.get(within(at, into.length), into);
  }

  /// A part of the file by itself, in big endian as every new buffer.
  ByteBuffer part(long at, long length) {
    return buffer.slice(within(at, length), (int) length);
  }

  /// The offset as a number that is good for `length` bytes.
  int within(long at, long length) {
    if (at < 0 || length < 0 || at > length() - length) {
      throw new BitmapException(length + " bytes at " + at + " in a file of " + length());
    }
    return (int) at;
  }
}
