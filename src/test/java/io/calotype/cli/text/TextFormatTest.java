package io.calotype.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormatTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "1900000, 1.9 MB",
    "4160783, 4.2 MB",
    "2147483648, 2.1 GB",
    "9223372036854775807, 9.2 EB",
  })
  void bytes_ofAnySize_haveThreeDigitsOrSo(long bytes, String text) {
    assertThat(TextFormat.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.0 s",
    "PT3.27S, 3.2 s",
    "PT59.99S, 59.9 s",
    "PT60S, 1 min 0 s",
    "PT2M30S, 2 min 30 s",
    "PT1H5M59S, 1 h 5 min",
    "P2D, 48 h 0 min",
  })
  void duration_ofAnyLength_hasTwoUnitsAtMost(Duration duration, String text) {
    assertThat(TextFormat.duration(duration)).isEqualTo(text);
  }

  @Test
  void line_ofOrdersToATerminal_isHarmless() {
    assertThat(TextFormat.line("a\u001b[2Jb\r\nc\u202ed\u2028é😀")).isEqualTo("a?[2Jb??c?d?é😀");
  }
}
