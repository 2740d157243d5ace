package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Priority;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class StockTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Stock stock = new Stock(10, 8, RETRY);
  private final List<String> served = new CopyOnWriteArrayList<>();

  @Test
  void take_whatIsThere_isLentAtOnce() {
    stock.take(Priority.INTERACTIVE, 7, LONG);

    assertThat(stock.tryTake(4)).isFalse();
    assertThat(stock.tryTake(3)).isTrue();
    assertThat(stock.free()).isZero();
  }

  @Test
  void take_moreThanComesInTime_isOverloadedAndTakesNothing() {
    assertThatThrownBy(() -> stock.take(Priority.INTERACTIVE, 11, Duration.ofMillis(20)))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isEqualTo(new Failure.Overloaded(RETRY)));
    assertThat(stock.free()).isEqualTo(10);
    assertThat(stock.waiting()).isZero();
  }

  @Test
  void take_tooManyWaiting_isOverloadedAtOnce() throws Exception {
    stock.take(Priority.INTERACTIVE, 10, LONG);
    for (int i = 0; i < 8; i++) {
      waiter("w" + i, Priority.BACKGROUND, 1);
    }

    assertThatThrownBy(() -> stock.take(Priority.INTERACTIVE, 1, LONG))
        .isInstanceOf(MediaException.class);
    stock.give(10);
    awaitServed(8);
  }

  @Test
  void give_aLargeWishFirst_smallOnesDoNotPassIt() throws Exception {
    stock.take(Priority.INTERACTIVE, 10, LONG);
    waiter("large", Priority.INTERACTIVE, 10);
    waiter("small", Priority.INTERACTIVE, 1);

    stock.give(5);
    assertThat(stock.tryTake(1)).isFalse();
    assertThat(served).isEmpty();
    stock.give(5);
    awaitServed(1);
    assertThat(served).containsExactly("large");
    stock.give(10);
    awaitServed(2);
  }

  @Test
  void take_aLargeWishGivesUp_lettingTheSmallOnesOn() throws Exception {
    stock.take(Priority.INTERACTIVE, 9, LONG);
    Thread large =
        Thread.startVirtualThread(() ->
            assertThatThrownBy(() -> stock.take(Priority.INTERACTIVE, 10, Duration.ofMillis(300)))
                .isInstanceOf(MediaException.class));
    awaitWaiting(1);
    waiter("small", Priority.INTERACTIVE, 1);

    large.join();
    awaitServed(1);
  }

  @Test
  void give_bothWait_interactiveGoesFirstAndBackgroundHasEveryFourthTurn() throws Exception {
    stock.take(Priority.INTERACTIVE, 10, LONG);
    for (int i = 0; i < 2; i++) {
      waiter("b" + i, Priority.BACKGROUND, 10);
    }
    for (int i = 0; i < 6; i++) {
      waiter("i" + i, Priority.INTERACTIVE, 10);
    }

    for (int i = 1; i <= 8; i++) {
      stock.give(10);
      awaitServed(i);
    }

    assertThat(served).containsExactly("i0", "i1", "i2", "b0", "i3", "i4", "i5", "b1");
  }

  private void waiter(String name, Priority priority, long units) throws InterruptedException {
    int before = stock.waiting();
    Thread.startVirtualThread(() -> {
      stock.take(priority, units, LONG);
      served.add(name);
    });
    awaitWaiting(before + 1);
  }

  private void awaitWaiting(int count) throws InterruptedException {
    while (stock.waiting() < count) {
      Thread.sleep(1);
    }
  }

  private void awaitServed(int count) throws InterruptedException {
    while (served.size() < count) {
      Thread.sleep(1);
    }
  }
}
