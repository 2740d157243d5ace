package io.calotype.imaging;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// The colour and opacity planes of a small picture, as numbers around 0 to 1. Transparent parts
/// are filled with the mean colour of the picture.
final class ThumbPlanes {
  private final int width;
  private final int height;
  private final double[] red;
  private final double[] green;
  private final double[] blue;
  private final double[] opacity;
  private final double total;

  /// Splits `width * height * 4` bytes into planes.
  ThumbPlanes(int width, int height, ByteBuffer rgba) {
    this.width = width;
    this.height = height;
    opacity = plane(i -> Byte.toUnsignedInt(rgba.get(4 * i + 3)) / 255.0);
    total = sum(opacity);
    red = painted(rgba, 0);
    green = painted(rgba, 1);
    blue = painted(rgba, 2);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /// Whether any pixel is not fully opaque.
  boolean translucent() {
    return total < width * height;
  }

  CosineTransform lightness(int across, int down) {
    return frequencies(i -> (red[i] + green[i] + blue[i]) / 3, across, down);
  }

  CosineTransform yellowBlue(int across, int down) {
    return frequencies(i -> (red[i] + green[i]) / 2 - blue[i], across, down);
  }

  CosineTransform redGreen(int across, int down) {
    return frequencies(i -> red[i] - green[i], across, down);
  }

  CosineTransform opacity(int across, int down) {
    return CosineTransform.of(opacity, width, across, down);
  }

  private CosineTransform frequencies(IntToDoubleFunction value, int across, int down) {
    return CosineTransform.of(plane(value), width, across, down);
  }

  private double[] painted(ByteBuffer rgba, int band) {
    double[] seen = plane(i -> opacity[i] / 255 * Byte.toUnsignedInt(rgba.get(4 * i + band)));
    double mean = total > 0 ? sum(seen) / total : 0;
    return plane(i -> mean * (1 - opacity[i]) + seen[i]);
  }

  private double[] plane(IntToDoubleFunction value) {
    double[] plane = new double[width * height];
    Arrays.setAll(plane, value);
    return plane;
  }

  /// Adds term by term, as the reference does. `DoubleStream.sum` compensates for rounding errors.
  private static double sum(double[] plane) {
    double sum = 0;
    for (double each : plane) {
      sum += each;
    }
    return sum;
  }
}
