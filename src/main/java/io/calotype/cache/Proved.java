package io.calotype.cache;

/// What reading entries has shown.
///
/// @param entries how many were read
/// @param bytes how long they are together, by their names
/// @param damaged how many of them were not what their names say, or could not be read
/// @param removed how many of these are gone now
public record Proved(long entries, long bytes, long damaged, long removed) {
  /// Nothing was read.
  public static final Proved NONE = new Proved(0, 0, 0, 0);

  /// One entry that is as its name says.
  static Proved sound(long length) {
    return new Proved(1, length, 0, 0);
  }

  /// One that is not.
  static Proved damaged(long length, boolean removed) {
    return new Proved(1, length, 1, removed ? 1 : 0);
  }

  /// This and `other` together.
  Proved plus(Proved other) {
    return new Proved(
        entries + other.entries,
        bytes + other.bytes,
        damaged + other.damaged,
        removed + other.removed);
  }
}
