package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestConditionsTest {
  @Test
  void validators_lastModified_isInWholeSeconds() {
    Validators ours = new Validators("\"a\"", Instant.parse("2026-11-20T15:04:05.123Z"));

    assertThat(ours.lastModifiedText()).isEqualTo("Fri, 20 Nov 2026 15:04:05 GMT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "a", "W/\"a\"", "\"a"})
  void validators_tagThatIsNotStrong_isRefused(String etag) {
    assertThatThrownBy(() -> new Validators(etag, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
