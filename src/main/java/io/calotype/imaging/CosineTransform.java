package io.calotype.imaging;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/// The discrete cosine transform of a plane of numbers. It holds the mean, the largest amplitude of
/// the other frequencies, and their amplitudes scaled to 0 to 1.
///
/// An amplitude of 0.5 is none; 0 is minus the largest amplitude, 1 the largest.
///
/// The order of the operations and `StrictMath` follow the ThumbHash reference under V8. For an
/// amplitude near 0, the last bit decides the rounding.
record CosineTransform(double mean, double scale, List<Double> details) {
  /// Computes the frequencies below the diagonal from (`across`, 0) to (0, `down`), row by row.
  static CosineTransform of(double[] plane, int width, int across, int down) {
    double[] found = new double[across * down];
    int count = 0;
    for (int v = 0; v < down; v++) {
      for (int u = 0; u * down < across * (down - v); u++) {
        found[count++] = amplitude(plane, waves(width, u), waves(plane.length / width, v));
      }
    }
    return scaled(found[0], Arrays.copyOfRange(found, 1, count));
  }

  private static double[] waves(int length, int frequency) {
    double[] waves = new double[length];
    for (int i = 0; i < length; i++) {
      waves[i] = StrictMath.cos(Math.PI / length * frequency * (i + 0.5));
    }
    return waves;
  }

  private static double amplitude(double[] plane, double[] across, double[] down) {
    double sum = 0;
    for (int i = 0; i < plane.length; i++) {
      sum += plane[i] * across[i % across.length] * down[i / across.length];
    }
    return sum / plane.length;
  }

  private static CosineTransform scaled(double mean, double[] amplitudes) {
    double scale = Arrays.stream(amplitudes).map(Math::abs).max().orElse(0);
    DoubleStream details = Arrays.stream(amplitudes);
    return new CosineTransform(
        mean, scale, details.map(each -> onScale(each, scale)).boxed().toList());
  }

  private static double onScale(double amplitude, double scale) {
    return scale > 0 ? 0.5 + 0.5 / scale * amplitude : amplitude;
  }
}
