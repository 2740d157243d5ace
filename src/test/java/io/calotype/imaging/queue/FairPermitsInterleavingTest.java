package io.calotype.imaging.queue;

import static io.calotype.Interleavings.explore;
import static io.calotype.Interleavings.require;
import static io.calotype.Interleavings.together;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FairPermitsInterleavingTest {
  private static final long UNITS = 2;
  private static final Duration PATIENCE = Duration.ofHours(1);

  @Test
  void take_whileUnitsReturnAndAnUrgencyRises_lendsAllUnitsAndNoMore() {
    assertThatCode(() -> explore(FairPermitsInterleavingTest::threeBorrowers))
        .doesNotThrowAnyException();
  }

  private static void threeBorrowers() {
    FairPermits permits = new FairPermits(UNITS, UNITS, 1, QueueLimits.of(PATIENCE));
    AtomicLong lent = new AtomicLong();
    Urgency rising = Urgency.of(Priority.BACKGROUND);
    together(
        () -> borrow(permits, Urgency.of(Priority.INTERACTIVE), UNITS, lent),
        () -> borrow(permits, rising, 1, lent),
        () -> {
          rising.raise(Priority.UPLOAD);
          borrow(permits, Urgency.of(Priority.UPLOAD), 1, lent);
        });
    require(permits.free() == UNITS, "units are lost");
    require(permits.waiting() == 0, "a request is left");
  }

  private static void borrow(FairPermits permits, Urgency urgency, long units, AtomicLong lent) {
    Priority priority = permits.take(urgency, units, PATIENCE).orElseThrow();
    require(lent.addAndGet(units) <= UNITS, "more units are lent than exist");
    lent.addAndGet(-units);
    permits.give(priority, units);
  }
}
