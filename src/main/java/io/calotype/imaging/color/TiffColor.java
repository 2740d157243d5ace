package io.calotype.imaging.color;

import io.calotype.imaging.bitmap.TiffDirectory;
import io.calotype.imaging.color.TransferFunction.Sampled;
import io.calotype.imaging.color.TransferFunction.Standard;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The tags `PrimaryChromaticities`, `WhitePoint` and `TransferFunction` of a TIFF (TIFF 6.0
/// section 20). A picture with primaries and no curve uses the sRGB curve.
public final class TiffColor {
  private static final int GREY = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int YCBCR = 6;
  private static final double FULL = 65_535;
  private static final int MAX_CURVE_BITS = 16;

  private TiffColor() {}

  static Optional<ColorEncoding> of(ByteBuffer file) {
    return TiffDirectory.read(file).flatMap(TiffColor::of);
  }

  private static Optional<ColorEncoding> of(TiffDirectory tags) {
    List<TransferFunction> curves = curves(tags);
    return switch ((int) tags.number(TiffDirectory.PHOTOMETRIC, RGB)) {
      case GREY -> Optional.of(new ColorEncoding(Primaries.SRGB, curves.subList(0, 1)));
      case RGB, PALETTE, YCBCR ->
          Optional.of(new ColorEncoding(primaries(tags).orElse(Primaries.SRGB), curves));
      default -> Optional.empty();
    };
  }

  /// The reference white of colours in CIELab: D50 by default, as in libtiff.
  public static Chromaticity labWhite(TiffDirectory tags) {
    return white(tags, Chromaticity.D50);
  }

  private static Chromaticity white(TiffDirectory tags, Chromaticity otherwise) {
    double[] white = tags.numbers(TiffDirectory.WHITE_POINT);
    if (white.length != 2 || !(white[0] > 0) || !(white[1] > 0)) {
      return otherwise;
    }
    Chromaticity stated = new Chromaticity(white[0], white[1]);
    boolean finite = Arrays.stream(stated.whitePoint()).allMatch(Double::isFinite);
    return finite ? stated : otherwise; // a denominator may be 0
  }

  private static Optional<Primaries> primaries(TiffDirectory tags) {
    double[] rgb = tags.numbers(TiffDirectory.PRIMARY_CHROMATICITIES);
    if (rgb.length != 6) {
      return Optional.empty();
    }
    return Optional.of(Primaries.of(white(tags, Chromaticity.D65), rgb))
        .filter(colors -> colors.toSrgb().isPresent());
  }

  /// Reads one table for all channels, or one for each, the tables one after the other.
  private static List<TransferFunction> curves(TiffDirectory tags) {
    double[] all = tags.numbers(TiffDirectory.TRANSFER_FUNCTION);
    int bits = (int) tags.number(TiffDirectory.BITS_PER_SAMPLE, 1);
    int length = bits <= MAX_CURVE_BITS ? 1 << bits : 0;
    if (length < 2 || (all.length != length && all.length != 3 * length)) {
      return List.of(Standard.SRGB);
    }
    return IntStream.range(0, all.length / length)
        .<TransferFunction>mapToObj(i -> sampled(all, i * length, length))
        .toList();
  }

  private static TransferFunction sampled(double[] all, int from, int length) {
    return new Sampled(
        Arrays.stream(all, from, from + length).mapToObj(value -> value / FULL).toList());
  }
}
