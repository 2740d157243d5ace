package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;

/// The header of a device-independent bitmap in any version: `BITMAPCOREHEADER` (12 bytes),
/// `BITMAPINFOHEADER` (40) and versions 2 to 5 (52, 56, 108, 124), OS/2 2 (16 and 64).
///
/// @param at the offset of the header
/// @param size its length in bytes, without the masks or the palette that follow
/// @param topDown whether the first row of the file is the top one
/// @param colors the declared number of palette entries
record DibHeader(
    int at,
    int size,
    int width,
    int height,
    boolean topDown,
    int bits,
    Compression compression,
    long colors) {
  private static final int CORE = 12;
  private static final int OS2_SHORT = 16;
  private static final int OS2 = 64;
  private static final int INFO = 40;
  private static final int WITH_MASKS = 52;
  private static final int WITH_ALPHA = 56;

  /// Reads the header at offset `at`.
  ///
  /// Errors: `BitmapException` if the header is invalid, or its pixels would not fit into a buffer.
  static DibHeader read(CheckedBytes file, int at) {
    int size = file.i32(at);
    return switch (size) {
      case CORE -> core(file, at);
      case OS2_SHORT, INFO, WITH_MASKS, WITH_ALPHA, OS2, 108, 124 -> info(file, at, size);
      default -> throw new BitmapException("header of " + size + " bytes");
    };
  }

  private static DibHeader core(CheckedBytes file, int at) {
    int bits = file.u16(at + 10);
    return new DibHeader(
            at,
            CORE,
            file.u16(at + 4),
            file.u16(at + 6),
            false,
            bits,
            Compression.of(0, bits, true),
            0)
        .checked(file.u16(at + 8));
  }

  private static DibHeader info(CheckedBytes file, int at, int size) {
    int height = file.i32(at + 8);
    int bits = file.u16(at + 14);
    boolean full = size >= INFO;
    return new DibHeader(
            at,
            size,
            file.i32(at + 4),
            Math.abs(height), // negative for Integer.MIN_VALUE, and then refused
            height < 0,
            bits,
            Compression.of(full ? file.u32(at + 16) : 0, bits, size == OS2),
            full ? file.u32(at + 32) : 0)
        .checked(file.u16(at + 12));
  }

  private DibHeader checked(int planes) {
    if (width < 1 || height < 1 || pixels() > Integer.MAX_VALUE / 4) {
      throw new BitmapException("size " + width + " by " + height);
    }
    if (planes != 1 || (topDown && compression.runs())) {
      throw new BitmapException(planes + " planes, " + compression + ", top-down " + topDown);
    }
    return this;
  }

  /// The same picture with half the height: the height in an icon includes its AND mask.
  DibHeader halved() {
    if (height < 2) {
      throw new BitmapException("icon without a mask");
    }
    return new DibHeader(at, size, width, height / 2, topDown, bits, compression, colors);
  }

  /// The number of pixels of the picture.
  long pixels() {
    return (long) width * height;
  }

  /// The length in bytes of a row of `bitsPerPixel` bits a pixel, padded to four bytes.
  long stride(int bitsPerPixel) {
    return ((long) width * bitsPerPixel + 31) / 32 * 4;
  }

  boolean indexed() {
    return bits <= 8;
  }

  /// The channel positions of pixels without a palette.
  ChannelMasks masks(CheckedBytes file) {
    return compression.masked()
        ? ChannelMasks.read(file, (long) at + INFO, bits, fourMasks())
        : ChannelMasks.plain(bits);
  }

  private boolean fourMasks() {
    return size >= WITH_ALPHA || compression == Compression.ALPHABITFIELDS;
  }

  /// The offset after the header and its masks, at which the palette or the pixels begin.
  long end() {
    int masks = compression.masked() && size == INFO ? fourMasks() ? 16 : 12 : 0;
    return (long) at + size + masks;
  }

  /// The length of a palette entry in bytes.
  int entryBytes() {
    return size == CORE ? 3 : 4;
  }

  /// The number of palette entries according to the header.
  int entries() {
    int maxColours = indexed() ? 1 << bits : 0;
    return colors == 0 ? maxColours : (int) Math.min(colors, maxColours);
  }
}
