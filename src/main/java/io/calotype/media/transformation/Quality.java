package io.calotype.media.transformation;

/// The quality parameter of a lossy encoder.
///
/// @param value 1 to 100
public record Quality(int value) {
  /// The highest quality.
  public static final int MAX = 100;

  public Quality {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException("not a quality of 1 to " + MAX + ": " + value);
    }
  }

  /// Returns the digits.
  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
