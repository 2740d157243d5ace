package io.calotype.imaging.bitmap.png;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// A chunk of a PNG (PNG 5.3): the length of its data, its type, its data, and a CRC of the latter
/// two.
///
/// @param at its offset in the file
/// @param length the length of its data in bytes
/// @param type four letters as a number
record PngChunk(CheckedBytes file, int at, int length, int type) {
  static final int FIRST = 8;
  static final int OVERHEAD = 12;
  static final int IHDR = 0x49484452;
  static final int PLTE = 0x504c5445;
  static final int IDAT = 0x49444154;
  static final int IEND = 0x49454e44;
  static final int TRNS = 0x74524e53;
  static final int GAMA = 0x67414d41;
  static final int CHRM = 0x6348524d;
  static final int SRGB = 0x73524742;
  static final int ICCP = 0x69434350;
  static final int CICP = 0x63494350;
  static final int SBIT = 0x73424954;
  static final int ACTL = 0x6163544c;
  static final int FCTL = 0x6663544c;
  static final int FDAT = 0x66644154;

  /// Reads the chunk at offset `at`.
  ///
  /// Errors: `BitmapException` if the file ends before the chunk does.
  static PngChunk at(CheckedBytes file, long at) {
    long length = file.u32(at);
    int start = file.within(at, OVERHEAD + length);
    return new PngChunk(file, start, (int) length, file.i32(at + 4));
  }

  PngChunk next() {
    return at(file, end());
  }

  /// The offset after its CRC.
  long end() {
    return (long) at + OVERHEAD + length;
  }

  /// The offset of its data.
  int data() {
    return at + 8;
  }

  /// The whole chunk, from its length to its CRC.
  ByteBuffer whole() {
    return file.part(at, OVERHEAD + length);
  }

  /// Returns this chunk if its data have the `expected` length.
  PngChunk ofLength(int expected) {
    if (length != expected) {
      throw new BitmapException(this + " is not of " + expected + " bytes");
    }
    return this;
  }

  /// Returns this chunk if its CRC is correct.
  PngChunk intact() {
    CRC32 crc = new CRC32();
    crc.update(file.part(at + 4, 4 + length));
    if ((int) crc.getValue() != file.i32((long) data() + length)) {
      throw new BitmapException(this + " has a wrong CRC");
    }
    return this;
  }

  @Override
  public String toString() {
    return "chunk " + Integer.toHexString(type) + " at " + at;
  }
}
