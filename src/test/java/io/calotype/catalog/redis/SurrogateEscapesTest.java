package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurrogateEscapesTest {
  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "caf\u00e9 \ud83d\ude00, caf\u00e9 \ud83d\ude00",
    "\ud83d, \\ud83d",
    "\ude00\ud83d, \\ude00\\ud83d",
    "a\ud83dz, a\\ud83dz"
  })
  void of_text_escapesLoneSurrogatesOnly(String text, String expected) {
    assertThat(SurrogateEscapes.of(text)).isEqualTo(expected);
  }
}
