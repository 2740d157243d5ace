package io.calotype.maintenance;

/// Decides whether many items are missing their counterpart because of a fault outside: a disk that
/// is not mounted, or a catalog that is the wrong one or empty.
public final class HoldBack {
  /// This number may be removed regardless of their share.
  private static final long HANDFUL = 10;

  /// Whether the removal of many items needs a confirmation.
  public enum Confirmation {
    /// Many items are kept.
    NONE,
    /// An administrator has confirmed that any number may go.
    GIVEN
  }

  private HoldBack() {}

  /// Returns whether `found` of `all` items are too many to be removed without a confirmation: more
  /// than [#HANDFUL], and more than half.
  static boolean many(long found, long all) {
    return found > HANDFUL && 2 * found > all;
  }
}
