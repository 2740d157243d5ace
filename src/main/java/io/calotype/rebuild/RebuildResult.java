package io.calotype.rebuild;

import io.calotype.failure.Failure;

/// The result for one stored original.
public sealed interface RebuildResult {
  /// A record was made, or would be made by a run that is not dry.
  record Made() implements RebuildResult {}

  /// A record names it already.
  record Recorded() implements RebuildResult {}

  /// A newer original is stored under its id, or the record of its id names another one.
  record Superseded() implements RebuildResult {}

  /// Its media was deleted, and upkeep has not deleted the file yet.
  record Removed() implements RebuildResult {}

  /// It cannot be described. It stays, without a record.
  record Refused(Failure reason) implements RebuildResult {}
}
