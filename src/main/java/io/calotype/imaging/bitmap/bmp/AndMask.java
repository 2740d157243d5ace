package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.CheckedBytes;

/// The AND mask of an icon: rows of bits, in the row order of the picture and padded to four bytes.
record AndMask(CheckedBytes file, DibHeader header, long first) {
  /// Refuses a file with an incomplete mask. Only the padding of the last row may be missing.
  void require() {
    long last = ((long) header.width() + 7) / 8;
    file.within(first, header.stride(1) * (header.height() - 1) + last);
  }

  /// Makes masked pixels transparent and all others opaque. Pixels after the end of the file are
  /// not masked.
  void paint(Canvas canvas) {
    for (int line = 0; line < canvas.height(); line++) {
      long row = first + header.stride(1) * line;
      for (int x = 0; x < canvas.width(); x++) {
        canvas.setAlpha(canvas.at(x, line), hidden(row, x) ? 0 : 255);
      }
    }
  }

  private boolean hidden(long row, int x) {
    long at = row + x / 8;
    return at < file.length() && (file.u8(at) >> (7 - x % 8) & 1) != 0;
  }
}
