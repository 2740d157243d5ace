package io.calotype.cache;

/// The entries that a sweep or an eviction removed from the cache, or would have removed.
///
/// @param entries their number
/// @param bytes the sum of their lengths after a sweep, of their charges after an eviction
public record SweepResult(long entries, long bytes) {
  /// No entry.
  public static final SweepResult NONE = new SweepResult(0, 0);

  /// The sum of this and `other`.
  public SweepResult plus(SweepResult other) {
    return new SweepResult(entries + other.entries, bytes + other.bytes);
  }
}
