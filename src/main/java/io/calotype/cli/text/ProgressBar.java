package io.calotype.cli.text;

import java.time.Duration;

/// The progress of an operation, formatted as one line. Thread-safe.
public interface ProgressBar {
  /// The width of the bar, in characters.
  int WIDTH = 20;

  /// Formats the progress in at most `columns` characters, `elapsed` after the start.
  String line(Duration elapsed, int columns);

  /// Formats a bar of which `share`, 0 to 1, is filled, then `text`, cut to `columns`.
  static String line(double share, String text, int columns) {
    int full = (int) (WIDTH * Math.clamp(share, 0, 1));
    String line = "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + text;
    return line.substring(0, Math.min(line.length(), Math.max(0, columns)));
  }
}
