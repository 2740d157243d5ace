package io.calotype.cache;

/// What a sweep has taken out of the cache, or would have.
///
/// @param entries how many
/// @param bytes how long they are together
public record Swept(long entries, long bytes) {
  /// Nothing.
  public static final Swept NONE = new Swept(0, 0);

  /// This and `other` together.
  public Swept plus(Swept other) {
    return new Swept(entries + other.entries, bytes + other.bytes);
  }
}
