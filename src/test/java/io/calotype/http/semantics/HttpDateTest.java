package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final Instant NEAR = Instant.parse("2026-11-20T15:04:05Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT|1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT|1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994|1994-11-06T08:49:37Z",
        "Wed Nov 16 08:49:37 1994|1994-11-16T08:49:37Z",
        "Thu, 29 Feb 2024 23:59:60 GMT|2024-03-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 GMT|0001-01-01T00:00:00Z",
        "Friday, 20-Nov-76 00:00:00 GMT|2076-11-20T00:00:00Z",
        "Sunday, 20-Nov-77 00:00:00 GMT|1977-11-20T00:00:00Z",
        "Monday, 20-Nov-00 00:00:00 GMT|2000-11-20T00:00:00Z",
      })
  void parse_eachSpelling_isTheDate(String text, Instant expected) {
    assertThat(HttpDate.parse(text, NEAR)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 gmt",
        "sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Wed, 29 Feb 2023 00:00:00 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov 06 08:49:37 1994 GMT",
        " Sun, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
      })
  void parse_anythingElse_isNone(String text) {
    assertThat(HttpDate.parse(text, NEAR)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-01-01T00:00:00Z", "1994-11-06T08:49:37Z", "9999-12-31T23:59:59Z"})
  void format_anyYearOfFourDigits_isParsedAgain(Instant instant) {
    assertThat(HttpDate.parse(HttpDate.format(instant), NEAR)).isEqualTo(instant);
  }
}
