package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenderDeadlineTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void deadline_afterOtherJobs_leavesTheWholeTimeout() {
    Duration deadline = RenderDeadline.deadline(Optional.of(Duration.ofMinutes(7)), TIMEOUT);

    assertThat(deadline).isEqualTo(Duration.ofMinutes(7).plus(TIMEOUT));
  }

  /// An old renderer would have passed any other deadline before the job has begun.
  @Test
  void deadline_withoutAReading_isNone() {
    Duration deadline = RenderDeadline.deadline(Optional.empty(), TIMEOUT);

    assertThat(deadline).isGreaterThan(Duration.ofDays(100_000));
  }
}
