package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;

/// The strips or tiles of the first picture in a TIFF (TIFF 6.0 sections 3 and 15).
///
/// @param file the whole file
/// @param tags its first directory
public record TiffStrips(ByteBuffer file, TiffDirectory tags) {
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTES = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;
  private static final int COMPRESSION = 259;
  private static final int JPEG = 7;

  /// Whether libtiff would return pixels for a missing or truncated strip: one at offset 0, or a
  /// JPEG stream without its end marker.
  public boolean damaged() {
    double[] offsets = numbers(STRIP_OFFSETS, TILE_OFFSETS);
    double[] lengths = numbers(STRIP_BYTES, TILE_BYTES);
    boolean jpeg = tags.number(COMPRESSION, 1) == JPEG;
    for (int i = 0; i < offsets.length; i++) {
      boolean cut = jpeg && i < lengths.length && !ended((long) offsets[i], (long) lengths[i]);
      if (offsets[i] == 0 || cut) {
        return true;
      }
    }
    return false;
  }

  private double[] numbers(int strips, int tiles) {
    double[] found = tags.numbers(strips);
    return found.length > 0 ? found : tags.numbers(tiles);
  }

  /// Whether a JPEG stream has its end marker, before trailing zeros.
  private boolean ended(long offset, long length) {
    if (offset < 0 || length < 0 || offset > file.limit()) {
      return false;
    }
    long end = offset + Math.min(length, file.limit() - offset);
    while (end > offset && file.get((int) end - 1) == 0) {
      end--;
    }
    return end - offset >= 2
        && file.get((int) end - 2) == (byte) 0xff
        && file.get((int) end - 1) == (byte) 0xd9;
  }
}
