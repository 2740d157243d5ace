package io.calotype.media;

/// The size of a picture as it is displayed.
///
/// @param width pixels, at least 1
/// @param height pixels, at least 1
public record Dimensions(int width, int height) {
  public Dimensions {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no such size: " + width + "x" + height);
    }
  }

  /// The number of pixels.
  public long pixels() {
    return (long) width * height;
  }

  /// The longer side in pixels.
  public int longSide() {
    return Math.max(width, height);
  }

  /// The largest size of the same proportions inside a square of `side` pixels; this size where it
  /// fits already. A side that would round to nothing is one pixel.
  public Dimensions inside(int side) {
    if (longSide() <= side) {
      return this;
    }
    double scale = (double) side / longSide();
    return new Dimensions(scaled(width, scale), scaled(height, scale));
  }

  private static int scaled(int length, double scale) {
    return Math.max(1, (int) Math.round(length * scale));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
