package io.calotype.http.connection;

/// Detects transfers slower than a slow line: fewer than [#MIN_BYTES] in [#WINDOW_SECONDS].
///
/// Times are seconds on any scale.
final class MinimumThroughput {
  static final long WINDOW_SECONDS = 20;
  static final long MIN_BYTES = 4_000;

  private boolean running;
  private long since;
  private long from;

  /// Suspends the check, because the server does not wait for the client. The next call of
  /// [#tooSlow] begins a new window.
  void rest() {
    running = false;
  }

  /// Checks the total number of bytes. Returns true if a whole window has passed with too few
  /// bytes.
  boolean tooSlow(long now, long bytes) {
    if (!running || bytes - from >= MIN_BYTES) {
      running = true;
      since = now;
      from = bytes;
    }
    return now - since >= WINDOW_SECONDS;
  }
}
