package io.calotype.maintenance;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How chores behave towards whoever waits for a picture (ADR-0014): they rest for longer than they
/// work, and stand back while somebody waits for a renderer. What an admin waits for does not rest,
/// and what goes on by itself hurries meanwhile.
///
/// Threads: any.
public final class BackgroundThrottle implements AutoCloseable {
  private static final int POLITE_SHARE = 3;
  private static final Duration POLITE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration BRISK_PATIENCE = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final BooleanSupplier crowded;
  private final AtomicInteger hurrying = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param crowded whether somebody waits for a renderer; must not block
  public BackgroundThrottle(BooleanSupplier crowded) {
    this.crowded = crowded;
  }

  /// The pace of what goes on by itself: at work for a quarter of the time.
  Pacer polite() {
    return new Pacer(this, POLITE_SHARE, Long.MAX_VALUE, POLITE_PATIENCE);
  }

  /// The pace of what somebody waits for.
  Pacer brisk() {
    return new Pacer(this, 0, Long.MAX_VALUE, BRISK_PATIENCE);
  }

  /// The pace of one who reads so many bytes a second.
  Pacer reading(long bytesPerSecond) {
    return new Pacer(this, 0, bytesPerSecond, POLITE_PATIENCE);
  }

  /// Has polite chores not rest while `work` is done.
  <T> T hurried(Supplier<T> work) {
    hurrying.incrementAndGet();
    try {
      return work.get();
    } finally {
      hurrying.decrementAndGet();
    }
  }

  boolean hurried() {
    return hurrying.get() > 0;
  }

  /// Waits until nobody waits for a renderer, or `patience` is over; with little of that while
  /// somebody waits for us as well.
  void standBack(Duration patience) {
    for (Duration left = hurried() ? BRISK_PATIENCE : patience;
        left.isPositive() && crowded.getAsBoolean(); ) {
      sleep(LOOK);
      left = left.minus(LOOK);
    }
  }

  /// Sleeps.
  ///
  /// Errors: `Unavailable` once it is closed.
  void sleep(Duration time) {
    try {
      if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(5)));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// Whether all work has to end.
  boolean closing() {
    return closed.getCount() == 0;
  }

  /// Ends everything that goes at a pace of ours, when it rests next.
  @Override
  public void close() {
    closed.countDown();
  }
}
