package io.calotype.imaging.bitmap.psd;

import io.calotype.imaging.bitmap.SrgbCurve;

/// Converts CIELAB with white D50 (ICC.1:2022 section 6.3.4) to sRGB levels.
final class LabColor {
  private static final double[] WHITE = {0.9642, 1, 0.8249};

  /// XYZ with white D50 to linear sRGB: the inverse of the columns of the sRGB profile.
  private static final double[][] TO_SRGB = {
    {3.1338561, -1.6168667, -0.4906146},
    {-0.9787684, 1.9161415, 0.0334540},
    {0.0719453, -0.2289914, 1.4052427}
  };

  private LabColor() {}

  /// Red, green and blue as one number.
  ///
  /// @param lightness 0 to 255, which represents 0 to 100
  /// @param a 0 to 255, which represents -128 to 127
  /// @param b likewise
  static int rgb(int lightness, int a, int b) {
    double fy = (lightness * 100 / 255.0 + 16) / 116;
    double[] xyz = {
      WHITE[0] * light(fy + (a - 128) / 500.0),
      WHITE[1] * light(fy),
      WHITE[2] * light(fy - (b - 128) / 200.0)
    };
    int rgb = 0;
    for (double[] row : TO_SRGB) {
      double linear = row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2];
      rgb = (rgb << 8) | (int) Math.round(255 * SrgbCurve.encoded(Math.clamp(linear, 0, 1)));
    }
    return rgb;
  }

  private static double light(double f) {
    return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29);
  }
}
