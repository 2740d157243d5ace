package io.calotype.cache;

import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// Counts every disk failure, and logs at most one a minute.
final class DiskFaults {
  private static final long QUIET_MILLIS = 60_000;

  private final CacheMeters meters;
  private final Clock clock;
  private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

  DiskFaults(Telemetry telemetry, Clock clock) {
    this.meters = new CacheMeters(telemetry);
    this.clock = clock;
  }

  /// The metrics of the cache.
  CacheMeters meters() {
    return meters;
  }

  /// Counts a failure of the operation `doing`, and logs it if the last log event is a minute old.
  void note(String doing, IOException fault) {
    meters.fault();
    long now = clock.millis();
    long until = quietUntil.get();
    if (now >= until && quietUntil.compareAndSet(until, now + QUIET_MILLIS)) {
      EventLog.warn("cache.fault", "doing", doing, "fault", fault);
    }
  }
}
