package io.calotype.cache;

/// What reading entries has shown.
///
/// @param entries how many were read
/// @param bytes how long they are together, by their names
/// @param damaged how many of them were not what their names say, or could not be read
/// @param removed how many of these are gone now
public record ScanTotals(long entries, long bytes, long damaged, long removed) {
  /// Nothing was read.
  public static final ScanTotals NONE = new ScanTotals(0, 0, 0, 0);

  /// One entry that is as its name says.
  static ScanTotals sound(long length) {
    return new ScanTotals(1, length, 0, 0);
  }

  /// One that is not.
  static ScanTotals damaged(long length, boolean removed) {
    return new ScanTotals(1, length, 1, removed ? 1 : 0);
  }

  /// This and `other` together.
  ScanTotals plus(ScanTotals other) {
    return new ScanTotals(
        entries + other.entries,
        bytes + other.bytes,
        damaged + other.damaged,
        removed + other.removed);
  }
}
