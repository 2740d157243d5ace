package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
  private static final Validators OURS =
      new Validators("\"ours\"", Instant.parse("1994-11-06T08:49:37.900Z"));

  private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
  private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";

  @Test
  void check_noCondition_sends() {
    assertThat(Preconditions.check(RequestConditions.NONE, OURS)).isEqualTo(Preconditions.SEND);
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
    assertThat(noneMatch(ifNoneMatch)).isEqualTo(Preconditions.NOT_MODIFIED);
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
    assertThat(noneMatch(ifNoneMatch)).isEqualTo(Preconditions.SEND);
  }

  @Test
  void check_emptyNoneMatch_sends() {
    assertThat(noneMatch("")).isEqualTo(Preconditions.SEND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ours\"", "*", "\"a\", \"ours\"", "W/\"ours\", \"ours\""})
  void check_matchNamesOurs_sends(String ifMatch) {
    assertThat(match(ifMatch)).isEqualTo(Preconditions.SEND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "W/\"ours\"", "", "ours", "\"ours", "\"a\", W/\"ours\""})
  void check_matchDoesNotNameOurs_fails(String ifMatch) {
    assertThat(match(ifMatch)).isEqualTo(Preconditions.FAILED);
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
  void check_modifiedSince_comparesSeconds(String ifModifiedSince, Preconditions expected) {
    RequestConditions sent = new RequestConditions(null, null, ifModifiedSince, null, null, null);

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {SAME + "|SEND", AFTER + "|SEND", BEFORE + "|FAILED", "yesterday|SEND"})
  void check_unmodifiedSince_comparesSeconds(String ifUnmodifiedSince, Preconditions expected) {
    RequestConditions sent = new RequestConditions(null, null, null, ifUnmodifiedSince, null, null);

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "malformed", ""})
  void check_noneMatchThatMisses_winsOverModifiedSince(String ifNoneMatch) {
    RequestConditions sent = new RequestConditions(null, ifNoneMatch, AFTER, null, null, null);

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(Preconditions.SEND);
  }

  @Test
  void check_noneMatchThatHits_winsOverModifiedSince() {
    RequestConditions sent = new RequestConditions(null, "\"ours\"", BEFORE, null, null, null);

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(Preconditions.NOT_MODIFIED);
  }

  @Test
  void check_matchThatHits_winsOverUnmodifiedSince() {
    RequestConditions sent = new RequestConditions("\"ours\"", null, null, BEFORE, null, null);

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(Preconditions.SEND);
  }

  @Test
  void check_matchThatMisses_winsOverNoneMatch() {
    RequestConditions sent = new RequestConditions("\"other\"", "\"ours\"", null, null, null, null);

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(Preconditions.FAILED);
  }

  @Test
  void check_matchAndNoneMatchThatHit_isNotModified() {
    RequestConditions sent = new RequestConditions("*", "\"ours\"", null, null, null, null);

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(Preconditions.NOT_MODIFIED);
  }

  @Test
  void check_unmodifiedSinceThatFails_winsOverModifiedSince() {
    RequestConditions sent = new RequestConditions(null, null, AFTER, BEFORE, null, null);

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(Preconditions.FAILED);
  }

  @Test
  void check_rangeHeadersOnly_sends() {
    RequestConditions sent =
        new RequestConditions(null, null, null, null, "bytes=0-1", "\"other\"");

    assertThat(Preconditions.check(sent, OURS)).isEqualTo(Preconditions.SEND);
  }

  private static Preconditions noneMatch(@Nullable String ifNoneMatch) {
    return Preconditions.check(
        new RequestConditions(null, ifNoneMatch, null, null, null, null), OURS);
  }

  private static Preconditions match(@Nullable String ifMatch) {
    return Preconditions.check(new RequestConditions(ifMatch, null, null, null, null, null), OURS);
  }
}
