package io.calotype.json;

import java.math.BigDecimal;
import java.util.Optional;

/// Whole numbers in JSON. A number with a zero fraction is whole, such as `5.0` or `2e3` (JSON
/// Schema Core 2020-12, section 4.2.2).
public final class WholeNumber {
  private static final int MAX_DIGITS = 40;

  private WholeNumber() {}

  /// Parses the notation of a JSON number; empty if the number is not whole, or beyond the range of
  /// a `long`.
  public static Optional<Long> parse(String digits) {
    if (digits.length() > MAX_DIGITS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(digits).longValueExact());
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return Optional.empty();
    }
  }
}
