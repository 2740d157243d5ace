package io.calotype.catalog.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long a key still lives, as it was seen.
///
/// @param end when it is over by our clock, whatever Redis' clock says; null is never
/// @param nanos when it is over by [System#nanoTime]
record Lease(@Nullable Instant end, long nanos) {

  /// @param left what `PTTL` says: milliseconds, negative for a key that does not expire
  static Lease of(long left, Clock clock) {
    return left < 0
        ? new Lease(null, 0)
        : new Lease(
            clock.instant().plusMillis(left),
            System.nanoTime() + Duration.ofMillis(left).toNanos());
  }

  /// What `PTTL` is to say now; -1 for a key that does not expire.
  long left() {
    return end == null ? -1 : Math.max(0, Duration.ofNanos(nanos - System.nanoTime()).toMillis());
  }
}
