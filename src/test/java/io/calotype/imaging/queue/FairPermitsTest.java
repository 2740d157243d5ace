package io.calotype.imaging.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairPermitsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final QueueLimits LIMITS = new QueueLimits(8, LONG, LONG);

  private final FairPermits stock = new FairPermits(10, 10, 9, LIMITS);
  private final List<String> served = new CopyOnWriteArrayList<>();

  @Test
  void take_whatIsFree_isLentAtOnce() {
    assertThat(take(7)).isTrue();

    assertThat(stock.tryTake(Priority.INTERACTIVE, 4)).isFalse();
    assertThat(stock.tryTake(Priority.INTERACTIVE, 3)).isTrue();
    assertThat(stock.free()).isZero();
  }

  @Test
  void take_moreThanComesInTime_takesNothing() {
    assertThat(stock.take(viewer(), 11, Duration.ofMillis(20))).isEmpty();

    assertThat(stock.free()).isEqualTo(10);
    assertThat(stock.waiting()).isZero();
  }

  @Test
  void take_tooManyOfItsPriorityWait_isRefusedAtOnceAndOthersAreNot() throws Exception {
    take(10);
    for (int i = 0; i < 8; i++) {
      waiter("u" + i, Priority.UPLOAD, 1);
    }

    assertThat(stock.take(Urgency.of(Priority.UPLOAD), 1, LONG)).isEmpty();
    waiter("viewer", Priority.INTERACTIVE, 1);
    give(10);
    awaitServed(9);
  }

  @Test
  void give_aLargeRequestFirst_smallOnesDoNotPassIt() throws Exception {
    take(10);
    waiter("large", Priority.INTERACTIVE, 10);
    waiter("small", Priority.INTERACTIVE, 1);

    give(5);
    assertThat(stock.tryTake(Priority.INTERACTIVE, 1)).isFalse();
    assertThat(served).isEmpty();
    give(5);
    awaitServed(1);
    assertThat(served).containsExactly("large");
    give(10);
    awaitServed(2);
  }

  @Test
  void take_aLargeRequestGivesUp_letsSmallOnesProceed() throws Exception {
    take(9);
    Thread large =
        Thread.startVirtualThread(
            () -> assertThat(stock.take(viewer(), 10, Duration.ofMillis(300))).isEmpty());
    awaitWaiting(1);
    waiter("small", Priority.INTERACTIVE, 1);

    large.join();
    awaitServed(1);
  }

  @Test
  void give_viewersAndUploadsWait_uploadsHaveEveryFourthTurn() throws Exception {
    take(10);
    for (int i = 0; i < 2; i++) {
      waiter("u" + i, Priority.UPLOAD, 10);
    }
    for (int i = 0; i < 6; i++) {
      waiter("i" + i, Priority.INTERACTIVE, 10);
    }

    for (int i = 1; i <= 8; i++) {
      give(10);
      awaitServed(i);
    }

    assertThat(served).containsExactly("i0", "i1", "i2", "u0", "i3", "i4", "i5", "u1");
  }

  @Test
  void take_inTheBackground_leavesUnitsToOthers() throws Exception {
    for (int i = 0; i < 9; i++) {
      assertThat(stock.tryTake(Priority.BACKGROUND, 1)).isTrue();
    }

    assertThat(stock.tryTake(Priority.BACKGROUND, 1)).isFalse();
    waiter("background", Priority.BACKGROUND, 1);
    assertThat(take(1)).isTrue();
    assertThat(served).isEmpty();
    stock.give(Priority.BACKGROUND, 1);
    awaitServed(1);
  }

  /// A single renderer.
  @Test
  void give_aSingleUnit_theBackgroundYields() throws Exception {
    FairPermits single = new FairPermits(1, 1, 1, LIMITS);
    single.take(viewer(), 1, LONG);
    Thread background =
        Thread.startVirtualThread(() -> {
          assertThat(single.take(Urgency.of(Priority.BACKGROUND), 1, LONG)).isPresent();
          served.add("background");
        });
    while (single.waiting() < 1) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 6; i++) {
      Thread viewer = Thread.startVirtualThread(() -> single.take(viewer(), 1, LONG));
      while (single.waiting() < 2) {
        Thread.onSpinWait();
      }
      single.give(Priority.INTERACTIVE, 1);
      viewer.join();
    }

    assertThat(served).isEmpty();
    single.give(Priority.INTERACTIVE, 1);
    background.join();
    assertThat(served).containsExactly("background");
  }

  @Test
  void raise_whileItWaits_goesOnAmongTheMoreUrgent() throws Exception {
    take(10);
    Urgency urgency = Urgency.of(Priority.BACKGROUND);
    waiter("raised", urgency, 10);
    waiter("upload", Priority.UPLOAD, 10);

    urgency.raise(Priority.INTERACTIVE);
    give(10);
    awaitServed(1);

    assertThat(served).containsExactly("raised");
    give(10);
    awaitServed(2);
  }

  private static Urgency viewer() {
    return Urgency.of(Priority.INTERACTIVE);
  }

  private boolean take(long units) {
    return stock.take(viewer(), units, LONG).isPresent();
  }

  private void give(long units) {
    stock.give(Priority.INTERACTIVE, units);
  }

  private void waiter(String name, Priority priority, long units) throws InterruptedException {
    waiter(name, Urgency.of(priority), units);
  }

  private void waiter(String name, Urgency urgency, long units) throws InterruptedException {
    int before = stock.waiting();
    Thread.startVirtualThread(() -> {
      if (stock.take(urgency, units, LONG).isPresent()) {
        served.add(name);
      }
    });
    awaitWaiting(before + 1);
  }

  private void awaitWaiting(int count) throws InterruptedException {
    Await.until(() -> stock.waiting() >= count);
  }

  private void awaitServed(int count) throws InterruptedException {
    Await.until(() -> served.size() >= count);
  }
}
