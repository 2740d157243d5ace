package io.calotype.maintenance;

import java.time.Duration;

/// The pace of one piece of work, on one thread.
///
/// Errors of every call: `Unavailable` where the program is about to end.
final class Pacer implements Runnable {
  private static final Duration BURST = Duration.ofMillis(20);
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);
  private static final double NANOS = 1e9;

  /// So much of what it is late it makes good.
  private static final Duration LATE = Duration.ofMillis(100);

  /// What opening a file counts for, in bytes that are read.
  private static final long OPENING = 16 << 10;

  private final BackgroundThrottle manners;
  private final int share;
  private final long bytesPerSecond;
  private final Duration patience;
  private long begun = System.nanoTime();
  private long due = begun;

  /// @param share how many times as long as it works it rests
  /// @param bytesPerSecond how much it reads
  /// @param patience how long it stands back at once, while somebody waits for a renderer
  Pacer(BackgroundThrottle manners, int share, long bytesPerSecond, Duration patience) {
    this.manners = manners;
    this.share = share;
    this.bytesPerSecond = bytesPerSecond;
    this.patience = patience;
  }

  /// A step is done: rests, where some were done since the last rest.
  @Override
  public void run() {
    Duration worked = Duration.ofNanos(System.nanoTime() - begun);
    if (worked.compareTo(BURST) < 0 && !manners.closing()) {
      return;
    }
    Duration rest = manners.hurried() ? Duration.ZERO : worked.multipliedBy(share);
    manners.sleep(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
    manners.standBack(patience);
    begun = System.nanoTime();
  }

  /// A file is to be opened.
  void open() {
    read(OPENING);
  }

  /// So many bytes were read: rests until they are due.
  void read(long bytes) {
    long now = System.nanoTime();
    due = Math.max(now - LATE.toNanos(), due) + (long) (bytes * NANOS / bytesPerSecond);
    Duration ahead = Duration.ofNanos(due - now);
    if (ahead.compareTo(BURST) >= 0) {
      manners.sleep(ahead);
    }
    run();
  }
}
