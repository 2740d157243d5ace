package io.calotype;

import java.nio.charset.StandardCharsets;

/// Reads metrics in the text format of Prometheus.
public final class MetricText {
  private MetricText() {}

  /// The sum of all samples in `metrics` whose name and labels begin with `name`; 0 if there is
  /// none.
  public static double sum(byte[] metrics, String name) {
    return new String(metrics, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
