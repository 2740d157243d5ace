package io.calotype.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MinimumThroughputTest {
  private final MinimumThroughput throughput = new MinimumThroughput();

  @Test
  void tooSlow_aByteASecond_isTrueAfterAWindow() {
    for (long second = 100; second < 100 + MinimumThroughput.WINDOW_SECONDS; second++) {
      assertThat(throughput.tooSlow(second, second)).isFalse();
    }
    assertThat(throughput.tooSlow(100 + MinimumThroughput.WINDOW_SECONDS, 120)).isTrue();
  }

  @Test
  void tooSlow_enoughInEveryWindow_isNever() {
    for (long second = 0; second < 600; second++) {
      assertThat(
              throughput.tooSlow(
                  second,
                  second * MinimumThroughput.MIN_BYTES / (MinimumThroughput.WINDOW_SECONDS - 1)))
          .isFalse();
    }
  }

  @Test
  void rest_beginsANewWindow() {
    throughput.tooSlow(0, 0);
    throughput.rest();

    assertThat(throughput.tooSlow(MinimumThroughput.WINDOW_SECONDS * 2, 0)).isFalse();
  }
}
