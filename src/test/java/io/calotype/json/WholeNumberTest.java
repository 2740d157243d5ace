package io.calotype.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "-0.0, 0", "5, 5", "5.0, 5", "2e3, 2000", "1.5e1, 15", "-7.00, -7"})
  void parse_zeroFraction_isWhole(String digits, long expected) {
    assertThat(WholeNumber.parse(digits)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.5",
        "1e-1",
        "1e999999999",
        "1e-999999999",
        "9223372036854775808",
        "1e99999999999"
      })
  void parse_fractionOrTooLarge_isEmpty(String digits) {
    assertThat(WholeNumber.parse(digits)).isEmpty();
    assertThat(WholeNumber.parse(digits + "0".repeat(40))).isEmpty();
  }
}
