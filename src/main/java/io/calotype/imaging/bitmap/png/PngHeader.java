package io.calotype.imaging.bitmap.png;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;

/// The header chunk of a PNG (PNG 11.2.1 IHDR).
///
/// @param depth the bits of a pixel
public record PngHeader(int width, int height, int depth) {
  /// The first eight bytes of a PNG.
  public static final long SIGNATURE = 0x89504e470d0a1a0aL;

  /// Whether the remaining bytes of a buffer begin like a PNG.
  public static boolean signed(ByteBuffer file) {
    return file.remaining() >= Long.BYTES && file.slice().getLong(0) == SIGNATURE;
  }

  /// Reads the header of a file without checking its signature.
  ///
  /// Errors: `BitmapException` if its first chunk is of another type, or its pixels would not fit
  /// into a buffer.
  public static PngHeader read(CheckedBytes file) {
    int width = file.i32(16);
    int height = file.i32(20);
    if (file.i32(8) != 13 || file.i32(12) != PngChunk.IHDR) {
      throw new BitmapException("PNG without a header");
    }
    if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE / 4) {
      throw new BitmapException("PNG of " + width + " by " + height);
    }
    return new PngHeader(width, height, file.u8(24) * channels(file.u8(25)));
  }

  private static int channels(int colorType) {
    return switch (colorType) {
      case 0, 3 -> 1;
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> throw new BitmapException("colour type " + colorType);
    };
  }
}
