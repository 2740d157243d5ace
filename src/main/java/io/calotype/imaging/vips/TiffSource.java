package io.calotype.imaging.vips;

import io.calotype.imaging.bitmap.TiffDirectory;
import io.calotype.imaging.color.TiffColor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A TIFF in CIELab or ICCLab of 8 bits, which libvips refuses: loaded as if it were RGB, and then
/// taken for what it is (TIFF 6.0 section 23).
///
/// @param path of the file
record TiffSource(String path, TiffDirectory tags) {
  private static final int RGB = 2;
  private static final int CIELAB = 8;
  private static final int ICCLAB = 9;
  private static final int COLOURS = 3;
  private static final int LEVELS = 256;
  private static final int EIGHT_BITS = 8;

  /// Whether this class has to load it.
  boolean lab() {
    int space = (int) tags.number(TiffDirectory.PHOTOMETRIC, RGB);
    return (space == CIELAB || space == ICCLAB)
        && tags.number(TiffDirectory.BITS_PER_SAMPLE, 1) == EIGHT_BITS
        && tags.number(TiffDirectory.SAMPLES_PER_PIXEL, 1) >= COLOURS;
  }

  /// Its picture, in sRGB.
  Raster load(Scope scope) {
    Raster plain =
        scope
            .operation("tiffload_buffer")
            .with("buffer", patched(scope))
            .with("access", "sequential")
            .with("fail-on", "error")
            .image();
    Raster lab = plain.then("extract_band").with("band", 0).with("n", COLOURS).image();
    Raster values = lab.then("maplut").with("lut", scope.table(labels(), COLOURS)).image();
    Raster colours =
        Colours.fromLab(
            values.then("copy").with("interpretation", "lab").image(), TiffColor.labWhite(tags));
    return plain.bands() > COLOURS
        ? colours.and(plain.then("extract_band").with("band", COLOURS).image())
        : colours;
  }

  /// A copy of the file that calls itself RGB.
  private MemorySegment patched(Scope scope) {
    ByteBuffer file = Bitmaps.mapped(path);
    MemorySegment copy = scope.memory(file.remaining());
    copy.copyFrom(MemorySegment.ofBuffer(file));
    tags.patch(copy.asByteBuffer(), TiffDirectory.PHOTOMETRIC, RGB);
    return copy;
  }

  /// L, a and b for every level. Lightness goes to 100. The other two are signed in CIELab, and
  /// around 128 in ICCLab.
  private float[] labels() {
    boolean signed = tags.number(TiffDirectory.PHOTOMETRIC, RGB) == CIELAB;
    float[] table = new float[LEVELS * COLOURS];
    for (int i = 0; i < LEVELS; i++) {
      table[COLOURS * i] = 100f * i / (LEVELS - 1);
      table[COLOURS * i + 1] = signed ? (byte) i : i - LEVELS / 2;
      table[COLOURS * i + 2] = table[COLOURS * i + 1];
    }
    return table;
  }
}
