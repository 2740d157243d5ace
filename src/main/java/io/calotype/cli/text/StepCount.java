package io.calotype.cli.text;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the completed steps of an operation with a known number of steps.
public final class StepCount implements ProgressBar {
  private final long total;
  private final AtomicLong done = new AtomicLong();

  /// Creates a count of 0 of `total` steps.
  public StepCount(long total) {
    this.total = total;
  }

  /// Adds completed steps.
  public void advance(long more) {
    done.addAndGet(more);
  }

  /// A bar, the count, the rate, and the remaining time at that rate.
  @Override
  public String line(Duration elapsed, int columns) {
    long now = done.get();
    double share = total == 0 ? 1 : now / (double) total;
    return ProgressBar.line(share, now + "/" + total + pace(now, elapsed), columns);
  }

  private String pace(long now, Duration elapsed) {
    if (elapsed.toMillis() < 500 || now == 0) {
      return "";
    }
    double rate = now * 1e3 / elapsed.toMillis();
    Duration left = Duration.ofSeconds((long) Math.ceil(Math.max(0, total - now) / rate));
    return "  " + TextFormat.rate(rate) + "/s  " + TextFormat.duration(left) + " left";
  }
}
