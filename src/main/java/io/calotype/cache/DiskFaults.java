package io.calotype.cache;

import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// What becomes of the disk's refusals: each is counted, and one a minute is logged.
final class DiskFaults {
  private static final long QUIET_MILLIS = 60_000;

  private final Telemetry telemetry;
  private final Clock clock;
  private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

  DiskFaults(Telemetry telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /// The metrics of the cache.
  Telemetry telemetry() {
    return telemetry;
  }

  /// Takes note that `doing` has failed.
  void note(String doing, IOException fault) {
    telemetry.cacheFault();
    long now = clock.millis();
    long until = quietUntil.get();
    if (now >= until && quietUntil.compareAndSet(until, now + QUIET_MILLIS)) {
      EventLog.warn("cache.fault", "doing", doing, "fault", fault);
    }
  }
}
