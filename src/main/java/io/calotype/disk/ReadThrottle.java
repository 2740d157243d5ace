package io.calotype.disk;

/// Limits the rate of a long read.
@FunctionalInterface
public interface ReadThrottle {
  /// Does not limit.
  ReadThrottle NONE = bytes -> {};

  /// Accounts for `bytes` that were read since the last call, and blocks if the read is too fast.
  /// An exception ends the read.
  void read(long bytes);
}
