package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;

/// Decodes and paints the pixels of a bitmap in RLE8 or RLE4.
///
/// The data are pairs of bytes: a count, and the pixel to repeat. After a count of 0, the second
/// byte means: 0 end of row, 1 end of picture, 2 a step right and up. Values from 3 on are the
/// number of literal pixels, padded to an even number of bytes. A pixel without data has the first
/// colour of the palette.
///
/// Some writers (ImageMagick) encode the padding of the rows too. Pixels right of the picture are
/// dropped up to the end of an uncompressed row.
///
/// Errors: `BitmapException` if a pixel is in neither the picture nor the padding, or the data end
/// before the last row does.
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

  /// Whether the file may end here: some writers omit the end marker after the last row.
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

  /// Moves the position, at most to the row after the last, in which nothing can be painted.
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
