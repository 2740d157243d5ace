package io.calotype.http;

/// Whether bytes come, or go, as fast as a slow line would let them: at least [#MIN_BYTES] in every
/// [#WINDOW_SECONDS].
///
/// Times are seconds on any scale.
final class MinimumThroughput {
  static final long WINDOW_SECONDS = 20;
  static final long MIN_BYTES = 4_000;

  private boolean running;
  private long since;
  private long from;

  /// Nobody is waited for: what comes next begins a new window.
  void rest() {
    running = false;
  }

  /// Looks at `bytes`, how many there have been in all. True where a whole window has passed with
  /// too few.
  boolean tooSlow(long now, long bytes) {
    if (!running || bytes - from >= MIN_BYTES) {
      running = true;
      since = now;
      from = bytes;
    }
    return now - since >= WINDOW_SECONDS;
  }
}
