package io.calotype.media.transformation;

/// Device pixels per CSS pixel.
public enum PixelDensity {
  ONE("1", 1),
  ONE_AND_A_HALF("1.5", 1.5),
  TWO("2", 2),
  THREE("3", 3);

  private final String text;
  private final double ratio;

  PixelDensity(String text, double ratio) {
    this.text = text;
    this.ratio = ratio;
  }

  /// The text in options, for example `1.5`.
  public String text() {
    return text;
  }

  /// Device pixels per CSS pixel.
  public double ratio() {
    return ratio;
  }
}
