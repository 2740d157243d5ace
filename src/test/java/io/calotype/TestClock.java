package io.calotype;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves only when a test moves it. It starts in 2001, before the time stamp of every
/// file.
public final class TestClock extends Clock {
  private final AtomicLong millis;

  public TestClock() {
    this(Instant.parse("2001-01-01T00:00:00Z"));
  }

  /// Starts at `start`, for a library that reads the clock of the system itself.
  public TestClock(Instant start) {
    millis = new AtomicLong(start.toEpochMilli());
  }

  /// Goes on by `time`.
  public void pass(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
