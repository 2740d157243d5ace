package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.BitmapException;

/// The compression of a bitmap's pixels.
enum Compression {
  NONE,
  RLE8,
  RLE4,
  /// Plain pixels, with channels at the positions of three masks.
  BITFIELDS,
  /// Plain pixels, with channels at the positions of four masks.
  ALPHABITFIELDS;

  /// The compression of the field `biCompression`, for pixels of `bits` bits.
  ///
  /// Errors: `BitmapException` if it is not supported (JPEG, PNG, CMYK, and Huffman of OS/2), or
  /// does not fit the bits.
  static Compression of(long field, int bits, boolean os2) {
    Compression found =
        switch ((int) Math.min(field, 7)) {
          case 0 -> NONE;
          case 1 -> RLE8;
          case 2 -> RLE4;
          case 3 -> BITFIELDS;
          case 6 -> ALPHABITFIELDS;
          default -> throw new BitmapException("compression " + field);
        };
    if (!found.goesWith(bits) || (os2 && found.masked())) {
      throw new BitmapException(found + " with " + bits + " bits");
    }
    return found;
  }

  boolean masked() {
    return this == BITFIELDS || this == ALPHABITFIELDS;
  }

  boolean runs() {
    return this == RLE8 || this == RLE4;
  }

  private boolean goesWith(int bits) {
    return switch (this) {
      case NONE ->
          switch (bits) {
            case 1, 2, 4, 8, 16, 24, 32 -> true;
            default -> false;
          };
      case RLE8 -> bits == 8;
      case RLE4 -> bits == 4;
      case BITFIELDS, ALPHABITFIELDS -> bits == 16 || bits == 32;
    };
  }
}
