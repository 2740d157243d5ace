package io.calotype.catalog;

import io.calotype.media.MediaId;
import java.util.Optional;

/// What other programs have left in a catalog.
@FunctionalInterface
public interface LegacyRecords {
  /// A catalog that is ours alone.
  LegacyRecords NONE = id -> Optional.empty();

  /// What stands under the name of `id`, which is no record of ours; empty where there is nothing.
  ///
  /// Errors: those of [Catalog].
  Optional<LegacyRecord> find(MediaId id);
}
