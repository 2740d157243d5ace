package io.calotype.imaging.color;

/// A colour without its luminance: x and y of CIE 1931.
public record Chromaticity(double x, double y) {
  private static final double TOLERANCE = 0.004;

  /// The Bradford cone responses, in which one white is adapted to another (ICC.1:2022 annex E).
  private static final Matrix3 CONES =
      new Matrix3(0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296);

  /// The white of ICC profiles, and of CIELab in print.
  public static final Chromaticity D50 = new Chromaticity(0.3457, 0.3585);

  /// The white of sRGB, and of most other encodings.
  public static final Chromaticity D65 = new Chromaticity(0.3127, 0.3290);

  /// Whether the two are visually indistinguishable as primaries.
  boolean near(Chromaticity other) {
    return Math.abs(x - other.x) <= TOLERANCE && Math.abs(y - other.y) <= TOLERANCE;
  }

  /// XYZ at an arbitrary luminance.
  double[] direction() {
    return new double[] {x, y, 1 - x - y};
  }

  /// XYZ at a luminance of 1.
  double[] xyz() {
    return new double[] {x / y, 1, (1 - x - y) / y};
  }

  /// The matrix that converts XYZ under this white to XYZ under `other`.
  Matrix3 adaptationTo(Chromaticity other) {
    double[] from = CONES.times(xyz());
    double[] to = CONES.times(other.xyz());
    Matrix3 gains = Matrix3.diagonal(to[0] / from[0], to[1] / from[1], to[2] / from[2]);
    return CONES.inverse().times(gains).times(CONES);
  }

  /// XYZ of this white, with a luminance of 100.
  public double[] whitePoint() {
    return new double[] {100 * x / y, 100, 100 * (1 - x - y) / y};
  }

  /// The matrix, row by row, that converts XYZ under this white to XYZ under [#D65].
  public double[] toD65() {
    return adaptationTo(D65).cells();
  }
}
