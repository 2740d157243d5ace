package io.calotype.cache;

/// What a sweep has taken out of the cache, or would have.
///
/// @param entries how many
/// @param bytes how long they are together
public record SweepResult(long entries, long bytes) {
  /// Nothing.
  public static final SweepResult NONE = new SweepResult(0, 0);

  /// This and `other` together.
  public SweepResult plus(SweepResult other) {
    return new SweepResult(entries + other.entries, bytes + other.bytes);
  }
}
