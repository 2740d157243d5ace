package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldBackTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "10, 10, false",
    "11, 11, true",
    "11, 21, true",
    "11, 22, false",
    "1000, 1999, true",
    "1000, 2000, false"
  })
  void many_foundOfAll_needsMoreThanTenAndMoreThanHalf(long found, long all, boolean many) {
    assertThat(HoldBack.many(found, all)).isEqualTo(many);
  }
}
