package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.CheckedBytes;

/// The pixels of an uncompressed bitmap: rows padded to four bytes.
final class Rows {
  private final CheckedBytes file;
  private final DibHeader header;
  private final long first;
  private final long stride;

  /// The rows from the offset `first` on.
  Rows(CheckedBytes file, DibHeader header, long first) {
    this.file = file;
    this.header = header;
    this.first = first;
    stride = header.stride(header.bits());
  }

  /// The offset after the last row.
  long end() {
    return first + stride * header.height();
  }

  /// Refuses a file with missing rows. Only the padding of the last row may be missing.
  void require() {
    long last = ((long) header.width() * header.bits() + 7) / 8;
    file.within(first, stride * (header.height() - 1) + last);
  }

  /// Paints palette indices. The highest bits of a byte are the leftmost pixel.
  void paint(Palette palette, Canvas canvas) {
    int bits = header.bits();
    for (int line = 0; line < canvas.height(); line++) {
      int to = canvas.at(0, line);
      for (int x = 0; x < canvas.width(); x++, to += canvas.bands()) {
        canvas.paint(to, palette.rgb(index(first + stride * line, x, bits)));
      }
    }
  }

  private int index(long row, int x, int bits) {
    long bit = (long) x * bits;
    int shift = 8 - bits - (int) (bit & 7);
    return file.u8(row + (bit >> 3)) >> shift & (1 << bits) - 1;
  }

  /// Paints direct colours of two, three or four bytes.
  void paint(ChannelMasks masks, Canvas canvas) {
    int step = header.bits() / 8;
    for (int line = 0; line < canvas.height(); line++) {
      long from = first + stride * line;
      int to = canvas.at(0, line);
      for (int x = 0; x < canvas.width(); x++, from += step, to += canvas.bands()) {
        paint(pixel(from, step), masks, canvas, to);
      }
    }
  }

  private static void paint(long pixel, ChannelMasks masks, Canvas canvas, int to) {
    if (canvas.bands() == 4) {
      canvas.paint(to, masks.rgb(pixel), masks.alpha(pixel));
    } else {
      canvas.paint(to, masks.rgb(pixel));
    }
  }

  private long pixel(long at, int bytes) {
    return switch (bytes) {
      case 2 -> file.u16(at);
      case 3 -> file.u16(at) | (long) file.u8(at + 2) << 16;
      default -> file.u32(at);
    };
  }

  /// Whether a channel is 0 in every direct-colour pixel.
  boolean blank(ChannelMask channel) {
    int step = header.bits() / 8;
    for (int line = 0; line < header.height(); line++) {
      for (int x = 0; x < header.width(); x++) {
        if (channel.of(pixel(first + stride * line + (long) x * step, step)) != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
