package io.calotype.imaging.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.CostClass;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Two workers, 1000 bytes, and renders that take a second.
class BacklogTest {
  private static final QueueLimits LIMITS =
      new QueueLimits(128, Duration.ofSeconds(5), Duration.ofSeconds(30));
  private static final CostClass SECOND = new CostClass("second", 1, 1, Duration.ofSeconds(1));
  private static final CostClass UNKNOWN = new CostClass("other", 1, 1, Duration.ofSeconds(2));

  private final AtomicLong nanos = new AtomicLong();
  private final Backlog backlog = new Backlog(2, 1000, LIMITS, nanos::get);

  @Test
  void enter_aWorkerIsFree_waitsForNothing() {
    enter(Priority.INTERACTIVE);

    assertThat(backlog.expectedWait(Priority.INTERACTIVE)).isZero();
  }

  @Test
  void enter_wouldWaitForTooLong_isRefusedAtOnceWithThatWait() {
    for (int i = 0; i < 11; i++) {
      enter(Priority.INTERACTIVE);
    }

    assertThatThrownBy(() -> enter(Priority.INTERACTIVE))
        .hasFieldOrPropertyWithValue("failure", new Failure.Overloaded(Duration.ofMillis(5_500)));
  }

  @Test
  void enter_anUpload_hasALongerPatience() {
    int accepted = 0;
    try {
      while (true) {
        enter(Priority.UPLOAD);
        accepted++;
      }
    } catch (MediaException refused) {
      assertThat(accepted).isEqualTo(61);
    }
  }

  @Test
  void expectedWait_ofAViewer_ignoresLaterRequests() {
    for (int i = 0; i < 20; i++) {
      enter(i % 2 == 0 ? Priority.UPLOAD : Priority.BACKGROUND);
    }

    assertThat(backlog.expectedWait(Priority.INTERACTIVE)).isZero();
  }

  @Test
  void expectedWait_runningRenders_countWithTheirRest() {
    enter(Priority.BACKGROUND).begin();
    enter(Priority.BACKGROUND).begin();
    nanos.addAndGet(Duration.ofMillis(400).toNanos());

    assertThat(backlog.expectedWait(Priority.INTERACTIVE)).isEqualTo(Duration.ofMillis(600));
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(backlog.expectedWait(Priority.INTERACTIVE)).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void expectedWait_rendersThatTakeAllMemory_runOneAfterTheOther() {
    done(Duration.ofSeconds(1), 1000);
    for (int i = 0; i < 4; i++) {
      enter(Priority.INTERACTIVE);
    }

    assertThat(backlog.expectedWait(Priority.INTERACTIVE)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void done_slowRenders_makeLaterEstimatesLonger() {
    for (int i = 0; i < 40; i++) {
      done(Duration.ofSeconds(3), 0);
    }
    enter(Priority.INTERACTIVE);
    enter(Priority.INTERACTIVE);

    assertThat(backlog.expectedWait(Priority.INTERACTIVE).toMillis()).isBetween(2_990L, 3_000L);
  }

  /// The machine is slow: then it is slow for others too.
  @Test
  void expected_classThatWasNotMeasured_isGuessedByHowFarGuessesWereOff() {
    for (int i = 0; i < 40; i++) {
      done(Duration.ofSeconds(3), 0);
    }
    List<Backlog.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      entries.add(backlog.enter(Urgency.of(Priority.INTERACTIVE), UNKNOWN));
    }

    assertThat(backlog.expectedWait(Priority.INTERACTIVE).toMillis()).isBetween(5_980L, 6_000L);
    entries.forEach(Backlog.Entry::close);
    assertThat(backlog.expectedWait(Priority.INTERACTIVE)).isZero();
  }

  private Backlog.Entry enter(Priority priority) {
    return backlog.enter(Urgency.of(priority), SECOND);
  }

  @Test
  void expected_classThatWasNotMeasured_isNotGuessedByOneExtremeRender() {
    done(Duration.ofHours(1), 0);
    List<Backlog.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      entries.add(backlog.enter(Urgency.of(Priority.INTERACTIVE), UNKNOWN));
    }

    assertThat(backlog.expectedWait(Priority.INTERACTIVE)).isLessThan(Duration.ofSeconds(20));
    entries.forEach(Backlog.Entry::close);
  }

  private void done(Duration took, long bytes) {
    try (Backlog.Entry entry = enter(Priority.INTERACTIVE)) {
      entry.begin();
      nanos.addAndGet(took.toNanos());
      entry.done(bytes);
    }
  }
}
