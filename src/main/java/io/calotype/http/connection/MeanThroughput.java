package io.calotype.http.connection;

/// Detects a body whose average rate is too low to end within a bounded time. After
/// [#GRACE_SECONDS] it requires [#BYTES_A_SECOND] on average.
///
/// [MinimumThroughput] detects a client that has stopped. This class detects a client just above
/// that limit, which would need six days for 100 MiB.
final class MeanThroughput {
  static final long GRACE_SECONDS = 600;
  static final long BYTES_A_SECOND = 32 << 10;

  private long from;
  private long seconds;

  /// Starts a body. `bytes` is the total received so far.
  void begin(long bytes) {
    from = bytes;
    seconds = 0;
  }

  /// Called once a second while the server waits for the client. Returns true if the body is too
  /// slow.
  boolean tooSlow(long bytes) {
    seconds++;
    return seconds > GRACE_SECONDS + (bytes - from) / BYTES_A_SECOND;
  }
}
