package io.calotype.imaging.bitmap;

/// The pixels of a bitmap in RLE8 or RLE4, painted as they are read.
///
/// Pairs of bytes: a count and what to repeat; or 0 and 0 for the end of a row, 1 for the end of
/// the picture, 2 for a step to the right and up, and from 3 on so many pixels as they are, padded
/// to an even number of bytes. A pixel of which nothing is said has the first colour of the
/// palette.
///
/// Some writers (ImageMagick) encode the padding of the rows, too: pixels to the right of the
/// picture are dropped up to where a plain row would end.
///
/// Errors: `BitmapException` where a pixel is in neither the picture nor the padding, and where the
/// data end before the last row has.
final class RunLengthDecoder {
  private final CheckedBytes file;
  private final Palette palette;
  private final Canvas canvas;
  private final int bits;
  private final long padded;
  private long at;
  private int x;
  private int line;

  RunLengthDecoder(CheckedBytes file, long at, DibHeader header, Palette palette, Canvas canvas) {
    this.file = file;
    this.at = at;
    bits = header.bits();
    padded = header.stride(bits) * 8 / bits;
    this.palette = palette;
    this.canvas = canvas;
  }

  void paint() {
    clear();
    boolean more = true;
    while (more && !complete()) {
      int count = file.u8(at);
      int value = file.u8(at + 1);
      at += 2;
      more = count == 0 ? escape(value) : repeat(count, value);
    }
  }

  private void clear() {
    for (int y = 0; y < canvas.height(); y++) {
      for (int i = 0; i < canvas.width(); i++) {
        canvas.paint(canvas.at(i, y), palette.rgb(0));
      }
    }
  }

  /// Whether the file may end here: some writers leave the mark out after the last row.
  private boolean complete() {
    boolean lastRow = line == canvas.height() - 1 && x >= canvas.width();
    return at >= file.length() && (lastRow || line == canvas.height());
  }

  private boolean escape(int code) {
    switch (code) {
      case 0 -> step(-x, 1);
      case 1 -> {
        return false;
      }
      case 2 -> {
        step(file.u8(at), file.u8(at + 1));
        at += 2;
      }
      default -> literal(code);
    }
    return true;
  }

  /// To the place after the last row at most, where nothing can be painted any more.
  private void step(int right, int up) {
    x += right;
    line += up;
    if (x > padded || line > canvas.height()) {
      throw new BitmapException("step to " + x + ", " + line);
    }
  }

  private void literal(int count) {
    require(count);
    for (int i = 0; i < count; i++) {
      put(palette.rgb(bits == 8 ? file.u8(at + i) : nibble(file.u8(at + i / 2), i)));
    }
    int bytes = (count * bits + 7) / 8;
    at += bytes + bytes % 2;
  }

  private boolean repeat(int count, int value) {
    require(count);
    for (int i = 0; i < count; i++) {
      put(palette.rgb(bits == 8 ? value : nibble(value, i)));
    }
    return true;
  }

  private static int nibble(int pair, int index) {
    return index % 2 == 0 ? pair >> 4 : pair & 15;
  }

  private void require(int count) {
    if (line >= canvas.height() || x + count > padded) {
      throw new BitmapException(count + " pixels at " + x + ", " + line);
    }
  }

  private void put(int rgb) {
    if (x < canvas.width()) {
      canvas.paint(canvas.at(x, line), rgb);
    }
    x++;
  }
}
