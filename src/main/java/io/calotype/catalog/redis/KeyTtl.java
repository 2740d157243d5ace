package io.calotype.catalog.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The remaining time to live of a key at one moment.
///
/// @param end the expiry time by the clock of this server, not that of Redis; null if it does not
///   expire
/// @param millis the reply to `PTTL`: the time to live at that moment, negative if it does not
///   expire
/// @param seen the time of the reply, by [System#nanoTime]
record KeyTtl(@Nullable Instant end, long millis, long seen) {
  /// The maximum lifetime of a media.
  private static final long LONGEST = Duration.ofDays(36_500).toMillis();

  /// @param millis the current reply to `PTTL`
  static KeyTtl of(long millis, Clock clock) {
    Instant end = millis < 0 ? null : clock.instant().plusMillis(Math.min(millis, LONGEST));
    return new KeyTtl(end, millis, System.nanoTime());
  }

  /// The expected current reply to `PTTL`; -1 for a key that does not expire.
  long left() {
    long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - seen);
    return millis < 0 ? -1 : Math.max(0, millis - since);
  }
}
