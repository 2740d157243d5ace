package io.calotype.video;

import io.calotype.json.JsonValue;

/// Numbers of ffprobe's: some are JSON numbers, some are texts.
final class ProbeNumbers {
  private ProbeNumbers() {}

  /// Returns a whole number from 0 to `Integer.MAX_VALUE`; 0 for anything else.
  static int count(JsonValue value) {
    return count(value.text());
  }

  /// Parses a whole number from 0 to `Integer.MAX_VALUE`; 0 for anything else.
  static int count(String text) {
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  /// Returns a finite number that is not negative; 0 for anything else.
  static double amount(JsonValue value) {
    return amount(value.text());
  }

  /// Parses a finite number that is not negative; 0 for anything else.
  static double amount(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? Math.max(0, number) : 0;
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}
