package io.calotype.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {
  private static final Validators OURS =
      new Validators("\"ours\"", Instant.parse("1994-11-06T08:49:37.900Z"));

  private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
  private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";

  @Test
  void check_noCondition_sends() {
    assertThat(Freshness.check(Conditions.NONE, OURS)).isEqualTo(Freshness.SEND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"ours\"",
        "W/\"ours\"",
        "*",
        " * ",
        "\"a\", \"ours\"",
        "\"a\",\"ours\",\"b\"",
        "\"a\" , W/\"ours\"",
        ",, ,\"ours\",",
        "\"a,b\", \"ours\"",
        "\"*\", \"ours\"",
        "\"ours\" ",
        "\"a\",\t\"ours\"\t",
        "nonsense, \"ours\"",
        "\"a\"b, \"ours\"",
        "\"\", \"ours\"",
      })
  void check_noneMatchNamesOurs_isNotModified(String ifNoneMatch) {
    assertThat(noneMatch(ifNoneMatch)).isEqualTo(Freshness.NOT_MODIFIED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"other\"",
        "\"OURS\"",
        "w/\"ours\"",
        "W/ \"ours\"",
        "ours",
        "\"ours",
        "ours\"",
        "\"ours\"x",
        "\"ours\" x",
        "\"ours\" \"b\"",
        "'ours'",
        "\"*\"",
        "*, \"a\"",
        "**",
        "\"\"ours\"\"",
        "\"x,\"ours\"",
        "\"ours \"",
        ",",
        "\"",
        "W/",
        "W",
      })
  void check_noneMatchDoesNotNameOurs_sends(String ifNoneMatch) {
    assertThat(noneMatch(ifNoneMatch)).isEqualTo(Freshness.SEND);
  }

  @Test
  void check_emptyNoneMatch_sends() {
    assertThat(noneMatch("")).isEqualTo(Freshness.SEND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ours\"", "*", "\"a\", \"ours\"", "W/\"ours\", \"ours\""})
  void check_matchNamesOurs_sends(String ifMatch) {
    assertThat(match(ifMatch)).isEqualTo(Freshness.SEND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "W/\"ours\"", "", "ours", "\"ours", "\"a\", W/\"ours\""})
  void check_matchDoesNotNameOurs_fails(String ifMatch) {
    assertThat(match(ifMatch)).isEqualTo(Freshness.FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        SAME + "|NOT_MODIFIED",
        AFTER + "|NOT_MODIFIED",
        BEFORE + "|SEND",
        "Sunday, 06-Nov-94 08:49:37 GMT|NOT_MODIFIED",
        "Sun Nov  6 08:49:37 1994|NOT_MODIFIED",
        "Sun Nov  6 08:49:36 1994|SEND",
        "yesterday|SEND",
        "''|SEND",
        "784111777|SEND",
        SAME + ", " + SAME + "|SEND",
      })
  void check_modifiedSince_comparesSeconds(String ifModifiedSince, Freshness expected) {
    Conditions sent = new Conditions(null, null, ifModifiedSince, null, null, null);

    assertThat(Freshness.check(sent, OURS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {SAME + "|SEND", AFTER + "|SEND", BEFORE + "|FAILED", "yesterday|SEND"})
  void check_unmodifiedSince_comparesSeconds(String ifUnmodifiedSince, Freshness expected) {
    Conditions sent = new Conditions(null, null, null, ifUnmodifiedSince, null, null);

    assertThat(Freshness.check(sent, OURS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "malformed", ""})
  void check_noneMatchThatMisses_winsOverModifiedSince(String ifNoneMatch) {
    Conditions sent = new Conditions(null, ifNoneMatch, AFTER, null, null, null);

    assertThat(Freshness.check(sent, OURS)).isEqualTo(Freshness.SEND);
  }

  @Test
  void check_noneMatchThatHits_winsOverModifiedSince() {
    Conditions sent = new Conditions(null, "\"ours\"", BEFORE, null, null, null);

    assertThat(Freshness.check(sent, OURS)).isEqualTo(Freshness.NOT_MODIFIED);
  }

  @Test
  void check_matchThatHits_winsOverUnmodifiedSince() {
    Conditions sent = new Conditions("\"ours\"", null, null, BEFORE, null, null);

    assertThat(Freshness.check(sent, OURS)).isEqualTo(Freshness.SEND);
  }

  @Test
  void check_matchThatMisses_winsOverNoneMatch() {
    Conditions sent = new Conditions("\"other\"", "\"ours\"", null, null, null, null);

    assertThat(Freshness.check(sent, OURS)).isEqualTo(Freshness.FAILED);
  }

  @Test
  void check_matchAndNoneMatchThatHit_isNotModified() {
    Conditions sent = new Conditions("*", "\"ours\"", null, null, null, null);

    assertThat(Freshness.check(sent, OURS)).isEqualTo(Freshness.NOT_MODIFIED);
  }

  @Test
  void check_unmodifiedSinceThatFails_winsOverModifiedSince() {
    Conditions sent = new Conditions(null, null, AFTER, BEFORE, null, null);

    assertThat(Freshness.check(sent, OURS)).isEqualTo(Freshness.FAILED);
  }

  @Test
  void check_rangeHeadersOnly_sends() {
    Conditions sent = new Conditions(null, null, null, null, "bytes=0-1", "\"other\"");

    assertThat(Freshness.check(sent, OURS)).isEqualTo(Freshness.SEND);
  }

  private static Freshness noneMatch(@Nullable String ifNoneMatch) {
    return Freshness.check(new Conditions(null, ifNoneMatch, null, null, null, null), OURS);
  }

  private static Freshness match(@Nullable String ifMatch) {
    return Freshness.check(new Conditions(ifMatch, null, null, null, null, null), OURS);
  }
}
