package io.calotype.originals.s3;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Refuses calls at once while a remote store does not work, so that requests do not wait for it
/// one after the other.
///
/// Opens after [#MAX_FAULTS] failed calls in a row, or at once after a call that was not answered,
/// if no other call has succeeded since it began. While it is open, one call every [#PAUSE] passes
/// as a probe. Any successful call closes it.
final class CircuitBreaker {
  private static final int MAX_FAULTS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// A probe that has not ended after this time no longer keeps other probes back.
  private static final Duration PROBE = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private final String objects;
  private int faults;
  private long succeeded;
  private boolean open;
  private long retryAt;

  /// @param nanos a clock as [System#nanoTime]
  /// @param objects those that it guards, for the log
  CircuitBreaker(LongSupplier nanos, String objects) {
    this.nanos = nanos;
    this.objects = objects;
    this.succeeded = nanos.getAsLong();
  }

  /// Returns the time at which a permitted call begins.
  ///
  /// Errors: `StoreUnavailable` while calls are refused.
  synchronized long begin() {
    long now = nanos.getAsLong();
    if (open) {
      if (now - retryAt < 0) {
        throw new MediaException(new Failure.StoreUnavailable(StoreFault.NO_ANSWER));
      }
      retryAt = now + PROBE.toNanos();
    }
    return now;
  }

  /// Notes that the store has answered a call, with a result or a refusal.
  synchronized void succeed() {
    faults = 0;
    succeeded = nanos.getAsLong();
    if (open) {
      open = false;
      EventLog.info("s3.answers", "for", objects);
    }
  }

  /// Notes that the store has failed the call that began at `begun`.
  ///
  /// @param silent whether it did not answer in time
  synchronized void fail(long begun, boolean silent) {
    faults++;
    boolean away = silent && succeeded - begun < 0;
    if (open || away || faults >= MAX_FAULTS) {
      retryAt = nanos.getAsLong() + PAUSE.toNanos();
      if (!open) {
        open = true;
        EventLog.warn("s3.away", "for", objects, "faults", faults);
      }
    }
  }

  /// Returns whether calls are refused. A query; never lets a probe pass.
  synchronized boolean isOpen() {
    return open;
  }
}
