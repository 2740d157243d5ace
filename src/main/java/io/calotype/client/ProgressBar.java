package io.calotype.client;

import java.time.Duration;

/// How far something is, in one line that is painted again and again. Any thread may ask at any
/// time.
public interface ProgressBar {
  /// How wide the part is that fills.
  int WIDTH = 20;

  /// It in at most `columns`, `elapsed` after its beginning.
  String line(Duration elapsed, int columns);

  /// A line that begins with a bar of which `share`, 0 to 1, is full, cut to `columns`.
  static String line(double share, String text, int columns) {
    int full = (int) (WIDTH * Math.clamp(share, 0, 1));
    String line = "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + text;
    return line.substring(0, Math.min(line.length(), Math.max(0, columns)));
  }
}
