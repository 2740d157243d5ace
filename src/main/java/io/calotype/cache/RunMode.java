package io.calotype.cache;

/// Whether a clean-up changes anything.
public enum RunMode {
  /// Counts the entries that [#APPLY] would remove, and removes none.
  DRY_RUN,
  /// Removes entries.
  APPLY;

  /// Returns whether nothing may change.
  public boolean dryRun() {
    return this == DRY_RUN;
  }
}
