package io.calotype.http;

/// Whether a body comes, on the whole, fast enough to end within a bounded time: after
/// [#GRACE_SECONDS], at least [#BYTES_A_SECOND] on average for the time beyond.
///
/// [MinimumThroughput] finds a client that has stopped. This finds one that is just not slow enough
/// for that: a body of 100 MiB, at the pace that [MinimumThroughput] asks for, takes six days.
final class MeanThroughput {
  static final long GRACE_SECONDS = 600;
  static final long BYTES_A_SECOND = 32 << 10;

  private long from;
  private long seconds;

  /// A body begins; `bytes` is how many there have been in all.
  void begin(long bytes) {
    from = bytes;
    seconds = 0;
  }

  /// Called once a second while the client is waited for. True where the body is too slow.
  boolean tooSlow(long bytes) {
    seconds++;
    return seconds > GRACE_SECONDS + (bytes - from) / BYTES_A_SECOND;
  }
}
