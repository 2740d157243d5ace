package io.calotype.catalog;

import io.calotype.media.MediaId;
import java.util.Optional;

/// What other programs have left in a catalog.
@FunctionalInterface
public interface OldRecords {
  /// A catalog that is ours alone.
  OldRecords NONE = id -> Optional.empty();

  /// What stands under the name of `id`, which is no record of ours; empty where there is nothing.
  ///
  /// Errors: those of [Catalog].
  Optional<OldRecord> find(MediaId id);
}
