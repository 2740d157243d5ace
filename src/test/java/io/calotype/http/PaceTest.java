package io.calotype.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  @Test
  void tooSlow_aByteASecond_isTrueAfterAWindow() {
    for (long second = 100; second < 100 + Pace.WINDOW_SECONDS; second++) {
      assertThat(pace.tooSlow(second, second)).isFalse();
    }
    assertThat(pace.tooSlow(100 + Pace.WINDOW_SECONDS, 120)).isTrue();
  }

  @Test
  void tooSlow_enoughInEveryWindow_isNever() {
    for (long second = 0; second < 600; second++) {
      assertThat(pace.tooSlow(second, second * Pace.MIN_BYTES / (Pace.WINDOW_SECONDS - 1)))
          .isFalse();
    }
  }

  @Test
  void rest_beginsANewWindow() {
    pace.tooSlow(0, 0);
    pace.rest();

    assertThat(pace.tooSlow(Pace.WINDOW_SECONDS * 2, 0)).isFalse();
  }
}
