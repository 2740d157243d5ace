package io.calotype.media.geometry;

/// The size of a picture as displayed.
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

  /// The shorter side in pixels.
  public int shortSide() {
    return Math.min(width, height);
  }

  /// Returns the largest size of the same proportions inside a square of `side` pixels; this size
  /// if it already fits. A side that would round to 0 is one pixel.
  public Dimensions inside(int side) {
    if (longSide() <= side) {
      return this;
    }
    double scale = (double) side / longSide();
    return new Dimensions(scaled(width, scale), scaled(height, scale));
  }

  /// Returns this size with both sides multiplied; a side that would round to 0 is one pixel.
  public Dimensions times(double scale) {
    return scale == 1 ? this : new Dimensions(scaled(width, scale), scaled(height, scale));
  }

  /// Returns the smallest size of the same proportions that is at least `size` in both directions.
  /// One of its sides equals that of `size`.
  public Dimensions covering(Dimensions size) {
    double across = (double) size.width / width;
    double down = (double) size.height / height;
    return across > down
        ? new Dimensions(size.width, Math.max(size.height, scaled(height, across)))
        : new Dimensions(Math.max(size.width, scaled(width, down)), size.height);
  }

  /// Returns the largest size of the same proportions that is at most `size` in both directions. It
  /// may be smaller or larger than this size. One of its sides equals that of `size`.
  public Dimensions fitting(Dimensions size) {
    double across = (double) size.width / width;
    double down = (double) size.height / height;
    return across < down
        ? new Dimensions(size.width, Math.min(size.height, scaled(height, across)))
        : new Dimensions(Math.min(size.width, scaled(width, down)), size.height);
  }

  /// Returns this size, or the largest of the same proportions with at most `pixels` pixels.
  public Dimensions within(long pixels) {
    if (pixels() <= pixels) {
      return this;
    }
    double scale = Math.sqrt((double) pixels / pixels());
    return new Dimensions(Math.max(1, (int) (width * scale)), Math.max(1, (int) (height * scale)));
  }

  private static int scaled(int length, double scale) {
    return Math.max(1, (int) Math.round(length * scale));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
