package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:04:05Z");

  @Test
  void loss_again_isTriedAfterGrowingPausesAFewTimes() {
    assertThat(IntStream.rangeClosed(1, 5).mapToObj(RetryPolicy.PATIENT::afterLoss).toList())
        .map(pause -> pause.map(Duration::toMillis).orElse(-1L))
        .containsExactly(500L, 1000L, 2000L, 4000L, -1L);
  }

  @ParameterizedTest
  @CsvSource({
    "429, 7, PT7S",
    "503, 0, PT0S",
    "503, 86400, PT2M",
    "503, 'Fri, 20 Nov 2026 15:04:35 GMT', PT30S",
    "503, 'Fri, 20 Nov 2026 15:04:00 GMT', PT0S",
    "503, '', PT1S",
    "429, soon, PT1S",
  })
  void refusal_ofABusyServer_isTriedWhenItSays(int status, String retryAfter, Duration pause) {
    ApiResponse response = Standing.response(status, retryAfter, "");

    assertThat(RetryPolicy.PATIENT.afterRefusal(response, 2, NOW)).contains(pause);
  }

  @Test
  void refusal_tooOften_isTheAnswer() {
    ApiResponse response = Standing.response(429, "1", "");

    assertThat(RetryPolicy.PATIENT.afterRefusal(response, 10, NOW)).isPresent();
    assertThat(RetryPolicy.PATIENT.afterRefusal(response, 11, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 400, 401, 404, 413, 500, 502, 507})
  void answer_ofAnyOtherKind_isTheAnswer(int status) {
    assertThat(RetryPolicy.PATIENT.afterRefusal(Standing.response(status, "1", ""), 1, NOW))
        .isEmpty();
  }

  @Test
  void never_always_isTheEnd() {
    assertThat(RetryPolicy.NEVER.afterLoss(1)).isEmpty();
    assertThat(RetryPolicy.NEVER.afterRefusal(Standing.response(503, "1", ""), 1, NOW)).isEmpty();
  }
}
