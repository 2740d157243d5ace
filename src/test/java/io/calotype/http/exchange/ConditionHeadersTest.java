package io.calotype.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.http.semantics.RequestConditions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionHeadersTest {
  @Test
  void of_noSuchHeader_isNone() {
    assertThat(ConditionHeaders.of(name -> null)).isSameAs(RequestConditions.NONE);
  }

  @Test
  void of_everyHeader_keepsEachAsSent() {
    Map<String, String> headers =
        Map.of(
            "if-match", "a",
            "if-none-match", "b",
            "if-modified-since", "c",
            "if-unmodified-since", "d",
            "range", "e",
            "if-range", "f");

    assertThat(ConditionHeaders.of(name -> headers.get(name.toString())))
        .isEqualTo(new RequestConditions("a", "b", "c", "d", "e", "f"));
  }
}
