package io.calotype.imaging.color;

import java.util.Arrays;
import java.util.Optional;

/// The chromaticities of red, green, blue and white.
public record Primaries(
    Chromaticity red, Chromaticity green, Chromaticity blue, Chromaticity white) {
  /// The primaries of sRGB (IEC 61966-2-1), which are those of BT.709.
  public static final Primaries SRGB =
      of(Chromaticity.D65, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060);

  /// The primaries of ITU-R BT.2020 and BT.2100.
  static final Primaries BT2020 = of(Chromaticity.D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046);

  /// Primaries with a given white.
  ///
  /// @param rgb x and y of red, green and blue
  static Primaries of(Chromaticity white, double... rgb) {
    return new Primaries(
        new Chromaticity(rgb[0], rgb[1]),
        new Chromaticity(rgb[2], rgb[3]),
        new Chromaticity(rgb[4], rgb[5]),
        white);
  }

  /// Whether they are those of sRGB.
  boolean srgb() {
    return red.near(SRGB.red)
        && green.near(SRGB.green)
        && blue.near(SRGB.blue)
        && white.near(SRGB.white);
  }

  /// The matrix, row by row, that converts linear colours to sRGB primaries and preserves white;
  /// empty if the primaries cannot exist.
  Optional<double[]> toSrgb() {
    double[] cells =
        SRGB.toXyz().inverse().times(white.adaptationTo(SRGB.white)).times(toXyz()).cells();
    return Arrays.stream(cells).allMatch(Double::isFinite) ? Optional.of(cells) : Optional.empty();
  }

  private Matrix3 toXyz() {
    Matrix3 colorants = Matrix3.columns(red.direction(), green.direction(), blue.direction());
    double[] scale = colorants.inverse().times(white.xyz());
    return colorants.times(Matrix3.diagonal(scale[0], scale[1], scale[2]));
  }
}
