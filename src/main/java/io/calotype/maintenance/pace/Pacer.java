package io.calotype.maintenance.pace;

import io.calotype.disk.Throttle;
import java.time.Duration;

/// Paces one piece of work, on one thread.
///
/// Errors of every call: `Unavailable` during shutdown.
public final class Pacer implements Throttle {
  private static final Duration BURST = Duration.ofMillis(20);
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);
  private static final double NANOS = 1e9;

  /// Maximum lag that is made up for.
  private static final Duration LATE = Duration.ofMillis(100);

  /// Cost of opening a file, as bytes read.
  private static final long OPENING = 16 << 10;

  private final BackgroundThrottle throttle;
  private final int share;
  private final long bytesPerSecond;
  private final Duration patience;
  private long begun = System.nanoTime();
  private long due = begun;

  /// Creates a pacer that starts now.
  ///
  /// @param share rest time as a multiple of work time
  /// @param bytesPerSecond maximum read rate
  /// @param patience longest single pause while requests queue for a renderer
  Pacer(BackgroundThrottle throttle, int share, long bytesPerSecond, Duration patience) {
    this.throttle = throttle;
    this.share = share;
    this.bytesPerSecond = bytesPerSecond;
    this.patience = patience;
  }

  /// Ends a step. Rests if at least 20 ms of work were done since the last rest.
  @Override
  public void pause() {
    Duration worked = Duration.ofNanos(System.nanoTime() - begun);
    if (worked.compareTo(BURST) < 0 && !throttle.closing()) {
      return;
    }
    Duration rest = throttle.hurried() ? Duration.ZERO : worked.multipliedBy(share);
    throttle.sleep(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
    throttle.standBack(patience);
    begun = System.nanoTime();
  }

  /// Accounts for opening a file.
  public void open() {
    read(OPENING);
  }

  /// Accounts for `bytes` read and rests to keep the rate.
  public void read(long bytes) {
    long now = System.nanoTime();
    due = Math.max(now - LATE.toNanos(), due) + (long) (bytes * NANOS / bytesPerSecond);
    Duration ahead = Duration.ofNanos(due - now);
    if (ahead.compareTo(BURST) >= 0) {
      throttle.sleep(ahead);
    }
    pause();
  }
}
