package io.calotype.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeanThroughputTest {
  private final MeanThroughput meanThroughput = new MeanThroughput();

  @Test
  void tooSlow_aTrickle_endsAfterTheGrace() {
    meanThroughput.begin(5_000);

    assertThat(secondsUntilTooSlow(230)).isBetween(600, 610);
  }

  @Test
  void tooSlow_aSlowLine_isNotForAPhoto() {
    meanThroughput.begin(0);

    assertThat(secondsUntilTooSlow(8_000) * 8_000L).isGreaterThan(5_000_000);
  }

  @Test
  void tooSlow_atTheMeanPace_isNever() {
    meanThroughput.begin(0);

    for (int second = 1; second < 100_000; second++) {
      assertThat(meanThroughput.tooSlow(second * MeanThroughput.BYTES_A_SECOND)).isFalse();
    }
  }

  private int secondsUntilTooSlow(long bytesASecond) {
    int seconds = 1;
    while (!meanThroughput.tooSlow(5_000 + seconds * bytesASecond)) {
      seconds++;
    }
    return seconds;
  }
}
