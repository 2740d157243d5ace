package io.calotype.imaging.bitmap.bmp;

import java.nio.ByteBuffer;

/// The pixels of a picture in a buffer: rows from top to bottom, three or four bands of a byte.
///
/// Not a record: it is a place to write to, not a value.
final class Canvas {
  private final ByteBuffer pixels;
  private final int first;
  private final int width;
  private final int height;
  private final int bands;
  private final boolean upward;

  /// A canvas for a picture whose rows are stored from bottom to top if `upward`.
  ///
  /// Errors: `IllegalArgumentException` if the buffer has no room for it after its position.
  Canvas(ByteBuffer pixels, DibHeader header, int bands) {
    this.pixels = pixels;
    first = pixels.position();
    width = header.width();
    height = header.height();
    upward = !header.topDown();
    this.bands = bands;
    if (pixels.remaining() < header.pixels() * bands) {
      throw new IllegalArgumentException("no room for " + width + " by " + height);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int bands() {
    return bands;
  }

  /// The buffer offset of the pixel at `x`, in row `line` in file order.
  int at(int x, int line) {
    int y = upward ? height - 1 - line : line;
    return first + (y * width + x) * bands;
  }

  /// Paints an opaque pixel at an offset from [#at].
  void paint(int at, int rgb) {
    pixels.put(at, (byte) (rgb >> 16));
    pixels.put(at + 1, (byte) (rgb >> 8));
    pixels.put(at + 2, (byte) rgb);
    if (bands == 4) {
      pixels.put(at + 3, (byte) 0xff);
    }
  }

  /// Paints a pixel at an offset from [#at].
  void paint(int at, int rgb, int alpha) {
    paint(at, rgb);
    setAlpha(at, alpha);
  }

  /// Sets the alpha of a pixel, in a picture of four bands.
  void setAlpha(int at, int alpha) {
    pixels.put(at + 3, (byte) alpha);
  }
}
