package io.calotype.catalog.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How long a key still lives, as it was seen.
///
/// @param end when it is over by our clock, whatever Redis' clock says; null is never
/// @param millis what `PTTL` said: how long it lived then, negative for a key that does not expire
/// @param seen when it said so, by [System#nanoTime]
record KeyTtl(@Nullable Instant end, long millis, long seen) {
  /// No media lives longer.
  private static final long LONGEST = Duration.ofDays(36_500).toMillis();

  /// @param millis what `PTTL` says now
  static KeyTtl of(long millis, Clock clock) {
    Instant end = millis < 0 ? null : clock.instant().plusMillis(Math.min(millis, LONGEST));
    return new KeyTtl(end, millis, System.nanoTime());
  }

  /// What `PTTL` is to say now; -1 for a key that does not expire.
  long left() {
    long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - seen);
    return millis < 0 ? -1 : Math.max(0, millis - since);
  }
}
