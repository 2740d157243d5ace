package io.calotype.imaging.vips;

import io.calotype.imaging.bitmap.TiffDirectory;
import io.calotype.imaging.color.TiffColor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A TIFF that libvips refuses or misreads: CIELab and ICCLab of 8 bits (TIFF 6.0 section 23), and
/// grey with alpha in a separate plane. It is loaded as RGB, and then reinterpreted.
///
/// @param path of the file
record TiffSource(String path, TiffDirectory tags) {
  private static final int BLACK_IS_ZERO = 1;
  private static final int SEPARATE = 2;
  private static final int RGB = 2;
  private static final int CIELAB = 8;
  private static final int ICCLAB = 9;
  private static final int COLOURS = 3;
  private static final int LEVELS = 256;
  private static final int EIGHT_BITS = 8;

  /// Whether libvips cannot read the file, or decodes it wrongly.
  boolean misread() {
    return lab() || separateGrey();
  }

  /// libvips 8.18 mixes up the rows of grey pictures whose alpha is in a separate plane.
  private boolean separateGrey() {
    return tags.number(TiffDirectory.PLANAR_CONFIGURATION, 1) == SEPARATE
        && tags.number(TiffDirectory.PHOTOMETRIC, RGB) <= BLACK_IS_ZERO
        && tags.number(TiffDirectory.SAMPLES_PER_PIXEL, 1) > 1
        && tags.number(TiffDirectory.BITS_PER_SAMPLE, 1) >= EIGHT_BITS;
  }

  private boolean lab() {
    int space = (int) tags.number(TiffDirectory.PHOTOMETRIC, RGB);
    return (space == CIELAB || space == ICCLAB)
        && tags.number(TiffDirectory.BITS_PER_SAMPLE, 1) == EIGHT_BITS
        && tags.number(TiffDirectory.SAMPLES_PER_PIXEL, 1) >= COLOURS;
  }

  /// The picture in sRGB.
  Raster load(NativeScope scope) {
    Raster plain =
        scope
            .operation("tiffload_buffer")
            .with("buffer", patched(scope))
            .with("access", "sequential")
            .with("fail-on", "error")
            .image();
    return lab() ? lab(scope, plain) : grey(plain);
  }

  private Raster grey(Raster plain) {
    boolean whiteIsZero = tags.number(TiffDirectory.PHOTOMETRIC, BLACK_IS_ZERO) == 0;
    Raster picture = whiteIsZero && plain.unsigned() ? firstInverted(plain) : plain;
    return picture
        .then("copy")
        .with("interpretation", plain.sixteenBit() ? "grey16" : "b-w")
        .image();
  }

  private static Raster firstInverted(Raster plain) {
    Raster first = plain.then("extract_band").with("band", 0).image().then("invert").image();
    int others = plain.bands() - 1;
    return first.and(plain.then("extract_band").with("band", 1).with("n", others).image());
  }

  private Raster lab(NativeScope scope, Raster plain) {
    Raster lab = plain.then("extract_band").with("band", 0).with("n", COLOURS).image();
    Raster values = lab.then("maplut").with("lut", scope.table(labels(), COLOURS)).image();
    Raster colours =
        ColorConversion.fromLab(
            values.then("copy").with("interpretation", "lab").image(), TiffColor.labWhite(tags));
    return plain.bands() > COLOURS
        ? colours.and(plain.then("extract_band").with("band", COLOURS).image())
        : colours;
  }

  /// A copy of the file that declares itself as RGB.
  private MemorySegment patched(NativeScope scope) {
    ByteBuffer file = Bitmaps.mapped(path);
    MemorySegment copy = scope.memory(file.remaining());
    copy.copyFrom(MemorySegment.ofBuffer(file));
    tags.patch(copy.asByteBuffer(), TiffDirectory.PHOTOMETRIC, RGB);
    return copy;
  }

  /// L, a and b for every level. Lightness ranges to 100. The other two are signed in CIELab, and
  /// centred on 128 in ICCLab.
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
