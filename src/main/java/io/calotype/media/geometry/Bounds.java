package io.calotype.media.geometry;

/// The sides of a box, in pixels: both, or one with the other left open.
public sealed interface Bounds {
  /// A width, with any height.
  ///
  /// @param pixels at least 1
  record Width(int pixels) implements Bounds {
    public Width {
      requireSide(pixels);
    }

    @Override
    public double scaleOf(Dimensions picture) {
      return (double) pixels / picture.width();
    }

    @Override
    public Bounds times(double density) {
      return new Width(scaled(pixels, density));
    }

    @Override
    public boolean containsWithRoom(Dimensions size) {
      return size.width() < pixels;
    }

    @Override
    public String toString() {
      return pixels + "x";
    }
  }

  /// A height, with any width.
  ///
  /// @param pixels at least 1
  record Height(int pixels) implements Bounds {
    public Height {
      requireSide(pixels);
    }

    @Override
    public double scaleOf(Dimensions picture) {
      return (double) pixels / picture.height();
    }

    @Override
    public Bounds times(double density) {
      return new Height(scaled(pixels, density));
    }

    @Override
    public boolean containsWithRoom(Dimensions size) {
      return size.height() < pixels;
    }

    @Override
    public String toString() {
      return "x" + pixels;
    }
  }

  /// A width and a height.
  record Both(Dimensions size) implements Bounds {
    @Override
    public double scaleOf(Dimensions picture) {
      return Math.min(
          (double) size.width() / picture.width(), (double) size.height() / picture.height());
    }

    @Override
    public Bounds times(double density) {
      return Bounds.of(scaled(size.width(), density), scaled(size.height(), density));
    }

    @Override
    public boolean containsWithRoom(Dimensions other) {
      return other.width() < size.width() && other.height() < size.height();
    }

    @Override
    public String toString() {
      return size.width() + "x" + size.height();
    }
  }

  /// Returns the bounds of a box with both sides, in pixels.
  static Bounds of(int width, int height) {
    return new Both(new Dimensions(width, height));
  }

  /// Returns the factor that fits `picture` inside.
  double scaleOf(Dimensions picture);

  /// Returns the bounds scaled by `density`, the device pixels per CSS pixel.
  Bounds times(double density);

  /// Returns whether `size` is smaller than every side.
  boolean containsWithRoom(Dimensions size);

  private static void requireSide(int pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException("no such side: " + pixels);
    }
  }

  private static int scaled(int length, double scale) {
    return Math.max(1, (int) Math.round(length * scale));
  }
}
