package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.http.semantics.RangeDecision.Part;
import io.calotype.http.semantics.RangeDecision.Unsatisfiable;
import io.calotype.http.semantics.RangeDecision.Whole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
  private static final Validators OURS =
      new Validators("\"ours\"", Instant.parse("1994-11-06T08:49:37.5Z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-0|0|0",
        "bytes=0-|0|99",
        "bytes=0-99|0|99",
        "bytes=0-100|0|99",
        "bytes=10-19|10|19",
        "bytes=99-|99|99",
        "bytes=-1|99|99",
        "bytes=-100|0|99",
        "bytes=-101|0|99",
        "bytes=-99999999999999999999999|0|99",
        "bytes=1-99999999999999999999999|1|99",
        "bytes=00000000000000000000000001-2|1|2",
        "BYTES=1-2|1|2",
        "bytes= 1-2 |1|2",
        "bytes=,1-2,|1|2",
        "bytes=, ,1-2|1|2",
      })
  void decide_oneRange_isThatPart(String range, long first, long last) {
    assertThat(decide(range, null, 100)).isEqualTo(new Part(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=100-",
        "bytes=100-100",
        "bytes=100-200",
        "bytes=99999999999999999999999-",
        "bytes=9223372036854775807-9223372036854775807",
        "bytes=-0",
        "bytes=-000",
      })
  void decide_rangeWithoutAByte_isUnsatisfiable(String range) {
    assertThat(decide(range, null, 100)).isEqualTo(new Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=--1",
        "bytes=2-1",
        "bytes=200-100",
        "bytes=a-b",
        "bytes=1",
        "bytes=1 - 2",
        "bytes=+1-2",
        "bytes=1-2-3",
        "bytes=1.0-2",
        "bytes=0x1-2",
        "bytes=١-٢",
        "bytes =1-2",
        " bytes=1-2",
        "bytes:1-2",
        "items=1-2",
        "seconds=1-2",
        "bytes=0-1,2-3",
        "bytes=0-1, -1",
        "bytes=100-,200-",
        "none",
      })
  void decide_severalOrSenseless_isWhole(String range) {
    assertThat(decide(range, null, 100)).isEqualTo(new Whole());
  }

  @Test
  void decide_noRange_isWhole() {
    assertThat(decide(null, "\"ours\"", 100)).isEqualTo(new Whole());
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-,false", "bytes=0-0,false", "bytes=-0,false", "bytes=-1,true"})
  void decide_emptyRepresentation_hasNoPart(String range, boolean whole) {
    assertThat(decide(range, null, 0)).isEqualTo(whole ? new Whole() : new Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ours\"",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void decide_ifRangeThatMatches_isThatPart(String ifRange) {
    assertThat(decide("bytes=1-2", ifRange, 100)).isEqualTo(new Part(1, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"other\"",
        "W/\"ours\"",
        "ours",
        "*",
        "",
        "\"other\", \"ours\"",
        "Sun, 06 Nov 1994 08:49:36 GMT",
        "Sun, 06 Nov 1994 08:49:38 GMT",
        "yesterday"
      })
  void decide_ifRangeThatDoesNotMatch_isWhole(String ifRange) {
    assertThat(decide("bytes=1-2", ifRange, 100)).isEqualTo(new Whole());
    assertThat(decide("bytes=100-", ifRange, 100)).isEqualTo(new Whole());
  }

  @Test
  void contentRange_ofEachExtent_isAsTheRfcWritesIt() {
    assertThat(new Part(0, 499).contentRange(1234)).isEqualTo("bytes 0-499/1234");
    assertThat(new Part(0, 499).length()).isEqualTo(500);
    assertThat(Unsatisfiable.contentRange(1234)).isEqualTo("bytes */1234");
  }

  private static RangeDecision decide(
      @Nullable String range, @Nullable String ifRange, long length) {
    return Ranges.decide(
        new RequestConditions(null, null, null, null, range, ifRange), OURS, length);
  }
}
