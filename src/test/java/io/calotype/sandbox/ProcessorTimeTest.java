package io.calotype.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
  @Test
  void parse_nameWithBlanksAndParentheses_isPassedOver() {
    String stat = "7 (a ) R 1) b) S 1 7 7 0 -1 4194560 100 0 0 0 125 17 900 800 20 0 1 0 5 6 7";

    assertThat(ProcessorTime.parse(stat)).isEqualTo(Duration.ofMillis(1420));
  }

  @Test
  void of_thisProcess_grows() {
    long pid = ProcessHandle.current().pid();
    Duration before = ProcessorTime.of(pid).orElseThrow();

    while (ProcessorTime.of(pid).orElseThrow().compareTo(before) <= 0) {
      Thread.onSpinWait();
    }
    assertThat(before).isPositive();
  }

  @Test
  void of_noSuchProcess_isUnknown() {
    assertThat(ProcessorTime.of(Integer.MAX_VALUE)).isEmpty();
  }
}
