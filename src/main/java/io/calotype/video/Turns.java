package io.calotype.video;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// How many jobs run at once, and how many wait for that, in the order in which they came.
final class Turns {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int maxWaiting;
  private final Duration patience;

  Turns(int workers, int maxWaiting, Duration patience) {
    this.free = new Semaphore(workers, true);
    this.maxWaiting = maxWaiting;
    this.patience = patience;
  }

  /// Does `work` once it has its turn.
  ///
  /// Errors: `Overloaded` where too many wait already, or none ends in time.
  <T> T await(Supplier<T> work) {
    if (!waited()) {
      throw new MediaException(new Failure.Overloaded(RETRY_AFTER));
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private boolean waited() {
    try {
      boolean known = waiting.incrementAndGet() <= maxWaiting;
      long millis =
          known ? patience.toMillis() : 0; // without a time it would not keep to the order
      return free.tryAcquire(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }
}
