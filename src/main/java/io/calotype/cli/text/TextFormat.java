package io.calotype.cli.text;

import java.time.Duration;
import java.util.Locale;

/// Formats sizes, durations and foreign text for people.
public final class TextFormat {
  private static final String UNITS = "kMGTPE";
  private static final int BASE = 1000;

  private TextFormat() {}

  /// A number of bytes, such as `999 B` or `1.9 MB`, in powers of 1000.
  public static String bytes(long bytes) {
    if (bytes < BASE) {
      return bytes + " B";
    }
    double rest = bytes / (double) BASE;
    int unit = 0;
    while (rest >= BASE - 0.05) { // would be rounded to 1000.0
      rest /= BASE;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %sB", rest, UNITS.charAt(unit));
  }

  /// A rate per second, such as `0.4`, `12` or `350`.
  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond);
  }

  /// A duration, such as `3.2 s`, `2 min 30 s` or `1 h 5 min`.
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", Math.floorDiv(duration.toMillis(), 100) / 10.0);
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  /// `1 file`, `2 files`.
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /// Foreign text in one line. Replaces control, format and separator characters by `?`, so that a
  /// terminal executes no escape sequence.
  public static String line(String foreign) {
    return foreign.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}
