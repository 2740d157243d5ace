package io.calotype.maintenance.pace;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Throttles maintenance in favour of requests (ADR-0014). Periodic work rests longer than it
/// works, and pauses while requests queue for a renderer. Work that an administrator waits for does
/// not rest. Periodic work does not rest meanwhile either.
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

  /// Creates an open throttle.
  ///
  /// @param crowded whether requests queue for a renderer; must not block
  public BackgroundThrottle(BooleanSupplier crowded) {
    this.crowded = crowded;
  }

  /// Returns a pacer for periodic work: active for a quarter of the time.
  public Pacer polite() {
    return new Pacer(this, POLITE_SHARE, Long.MAX_VALUE, POLITE_PATIENCE);
  }

  /// Returns a pacer for work that an administrator waits for.
  public Pacer brisk() {
    return new Pacer(this, 0, Long.MAX_VALUE, BRISK_PATIENCE);
  }

  /// Returns a pacer that reads at most `bytesPerSecond`.
  public Pacer reading(long bytesPerSecond) {
    return new Pacer(this, 0, bytesPerSecond, POLITE_PATIENCE);
  }

  /// Runs `work`; periodic work does not rest until it ends.
  public <T> T hurried(Supplier<T> work) {
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

  /// Waits until no request queues for a renderer, at most `patience`. The limit is 100 ms while an
  /// administrator waits.
  void standBack(Duration patience) {
    for (Duration left = hurried() ? BRISK_PATIENCE : patience;
        left.isPositive() && crowded.getAsBoolean(); ) {
      sleep(LOOK);
      left = left.minus(LOOK);
    }
  }

  /// Sleeps for `time`.
  ///
  /// Errors: `Unavailable` once the throttle is closed.
  public void sleep(Duration time) {
    try {
      if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(5)));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// Returns whether all work must end.
  public boolean closing() {
    return closed.getCount() == 0;
  }

  /// Ends all work paced by this throttle at its next rest.
  @Override
  public void close() {
    closed.countDown();
  }
}
