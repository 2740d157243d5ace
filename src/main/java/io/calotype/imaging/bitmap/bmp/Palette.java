package io.calotype.imaging.bitmap.bmp;

import io.calotype.imaging.bitmap.CheckedBytes;

/// The palette of a bitmap, of up to 256 colours; black for an index without an entry.
final class Palette {
  private final int[] colors = new int[256];

  /// Reads the palette between the header and `end`, with as many entries as are present.
  Palette(CheckedBytes file, DibHeader header, long end) {
    int step = header.entryBytes();
    long room = Math.max(0, Math.min(end, file.length()) - header.end()) / step;
    for (int i = 0; i < Math.min(header.entries(), room); i++) {
      long at = header.end() + (long) step * i;
      colors[i] = file.u8(at + 2) << 16 | file.u8(at + 1) << 8 | file.u8(at);
    }
  }

  int rgb(int index) {
    return colors[index];
  }
}
