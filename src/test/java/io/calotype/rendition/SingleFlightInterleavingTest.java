package io.calotype.rendition;

import static io.calotype.Interleavings.explore;
import static io.calotype.Interleavings.require;
import static io.calotype.Interleavings.together;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightInterleavingTest {
  @Test
  void share_threeCallersAtOnce_neverMeetACompletedRun() {
    assertThatCode(() -> explore(SingleFlightInterleavingTest::threeCallers))
        .doesNotThrowAnyException();
  }

  private static void threeCallers() {
    Work work = new Work();
    together(work::call, work::call, work::call);
  }

  /// Numbers its runs. One run at a time, and none is returned to a caller that came after its end.
  private static final class Work {
    private final SingleFlight<String, Integer> flights = new SingleFlight<>(result -> result);
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();

    void call() {
      int before = returned.get();
      int result = flights.share("key", this::run);
      require(result > before, "run " + result + " for a caller after run " + before);
      returned.accumulateAndGet(result, Math::max);
    }

    private int run() {
      require(running.incrementAndGet() == 1, "two runs at once");
      int number = runs.incrementAndGet();
      running.decrementAndGet();
      return number;
    }
  }
}
