package io.calotype.cache;

/// The result of reading entries.
///
/// @param entries the number of entries read
/// @param bytes the sum of the lengths in their names
/// @param damaged the number of entries that did not match their names or could not be read
/// @param removed the number of damaged entries that were removed
public record ScanTotals(long entries, long bytes, long damaged, long removed) {
  /// No entry was read.
  public static final ScanTotals NONE = new ScanTotals(0, 0, 0, 0);

  /// One entry that matches its name.
  static ScanTotals sound(long length) {
    return new ScanTotals(1, length, 0, 0);
  }

  /// One damaged entry that is kept.
  static ScanTotals damaged(long length) {
    return new ScanTotals(1, length, 1, 0);
  }

  /// One damaged entry that was removed.
  static ScanTotals removed(long length) {
    return new ScanTotals(1, length, 1, 1);
  }

  /// The sum of this and `other`.
  ScanTotals plus(ScanTotals other) {
    return new ScanTotals(
        entries + other.entries,
        bytes + other.bytes,
        damaged + other.damaged,
        removed + other.removed);
  }
}
