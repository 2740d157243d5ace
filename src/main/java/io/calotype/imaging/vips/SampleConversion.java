package io.calotype.imaging.vips;

import io.calotype.imaging.bitmap.TiffDirectory;
import io.calotype.imaging.color.Chromaticity;
import io.calotype.imaging.color.TiffColor;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/// Converts samples for the further steps: unsigned, of 8 or 16 bits, not coded, in colours that
/// can be averaged.
///
/// Samples of other formats are scaled from the range that the file states (`SMinSampleValue` and
/// `SMaxSampleValue`, TIFF 6.0 section 20). Without one, they are scaled from a range that their
/// values suggest (ADR-0020).
final class SampleConversion {
  private static final int COLOURS = 3;
  private static final int UNASSOCIATED = 2;
  private static final double FULL = 65_535;
  private static final int BYTE_BITS = 8;

  /// Signed values that span less than this share of their format are scaled by their own range.
  private static final double NARROW = 1 / 16.0;

  private SampleConversion() {}

  /// The lowest and highest value, which become black and white.
  record Range(double low, double high) {
    Range inverted() {
      return new Range(/* low= */ high, /* high= */ low);
    }
  }

  /// Removes bands beyond the colours and one alpha. A CMYK picture is unchanged.
  static Raster channels(Raster picture, Optional<TiffDirectory> tags) {
    int colours = picture.bands() < COLOURS || picture.greyscale() ? 1 : COLOURS;
    if (picture.cmyk() || picture.bands() <= colours + 1) {
      return picture;
    }
    boolean alpha =
        tags.map(tiff -> Arrays.stream(tiff.numbers(TiffDirectory.EXTRA_SAMPLES)))
            .flatMap(extra -> extra.boxed().findFirst())
            .map(first -> first == 1 || first == UNASSOCIATED)
            .orElse(false);
    return picture
        .then("extract_band")
        .with("band", 0)
        .with("n", alpha ? colours + 1 : colours)
        .image();
  }

  /// Converts the samples for the further steps.
  ///
  /// @param again loads the same picture once more, to compute its statistics
  static Raster unsigned(Raster picture, Optional<TiffDirectory> tags, Supplier<Raster> again) {
    if (picture.lab()) {
      return ColorConversion.fromLab(
          picture, tags.map(TiffColor::labWhite).orElse(Chromaticity.D50));
    }
    if (picture.coded() || picture.colorimetric()) {
      return ColorConversion.fromColorimetric(picture);
    }
    if (picture.eightBit() || picture.sixteenBit() || picture.cmyk()) {
      return picture;
    }
    Range range =
        tags.flatMap(SampleConversion::stated)
            .orElseGet(() -> suggested(again.get().statistics(), picture));
    boolean inverted = // libvips has inverted unsigned samples already
        picture.bands() < COLOURS
            && !picture.unsigned()
            && tags.map(tiff -> tiff.number(TiffDirectory.PHOTOMETRIC, 1) == 0).orElse(false);
    return scaled(picture, inverted ? range.inverted() : range);
  }

  private static Raster scaled(Raster picture, Range range) {
    double gain = FULL / (range.high() - range.low());
    Raster levels =
        picture.then("linear").with("a", gain).with("b", -range.low() * gain + 0.5).image();
    return levels
        .then("cast")
        .with("format", "ushort")
        .image()
        .then("copy")
        .with("interpretation", picture.bands() < COLOURS ? "grey16" : "rgb16")
        .image();
  }

  private static Optional<Range> stated(TiffDirectory tags) {
    double low =
        Arrays.stream(tags.numbers(TiffDirectory.SMALLEST_SAMPLE)).min().orElse(Double.NaN);
    double high =
        Arrays.stream(tags.numbers(TiffDirectory.LARGEST_SAMPLE)).max().orElse(Double.NaN);
    return high > low && Double.isFinite(high - low)
        ? Optional.of(new Range(low, high))
        : Optional.empty();
  }

  private static Range suggested(Raster.Statistics values, Raster picture) {
    return picture.floating()
        ? ofFloats(values, picture.bands() >= COLOURS)
        : ofIntegers(values, picture.sampleBits());
  }

  /// The range of floating-point values. Colours up to 1 need no scaling. Brighter values are
  /// highlights if the mean is at most 1, and are clipped.
  static Range ofFloats(Raster.Statistics values, boolean colours) {
    boolean unit = values.min() >= -0.5 && values.max() <= 1;
    boolean highlights = colours && values.min() >= -0.5 && values.mean() <= 1;
    if (unit || highlights || !Double.isFinite(values.max() - values.min())) {
      return new Range(0, 1);
    }
    return values.min() < 0 ? own(values) : upTo(values.max(), 1);
  }

  static Range ofIntegers(Raster.Statistics values, int bits) {
    if (values.min() >= 0) {
      return upTo(values.max(), BYTE_BITS);
    }
    double half = Math.scalb(1.0, bits - 1);
    boolean wide = values.max() - values.min() > NARROW * 2 * half;
    return wide ? new Range(-half, half - 1) : own(values);
  }

  private static Range own(Raster.Statistics values) {
    return values.max() > values.min()
        ? new Range(values.min(), values.max())
        : new Range(values.min(), values.min() + 1);
  }

  /// The smallest range of whole bits that holds the largest value.
  private static Range upTo(double max, int leastBits) {
    int bits = leastBits;
    while (Math.scalb(1.0, bits) - 1 < max) {
      bits++;
    }
    return new Range(0, Math.scalb(1.0, bits) - 1);
  }
}
