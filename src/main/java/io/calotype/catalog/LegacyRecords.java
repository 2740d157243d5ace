package io.calotype.catalog;

import io.calotype.media.MediaId;
import java.util.Optional;

/// Records that other programs have left in a catalog.
@FunctionalInterface
public interface LegacyRecords {
  /// A catalog that no other program uses.
  LegacyRecords NONE = id -> Optional.empty();

  /// Returns the text under the key of `id` that Calotype did not write; empty if there is none.
  ///
  /// Errors: those of [Catalog].
  Optional<LegacyRecord> find(MediaId id);

  /// Returns whether the store has nothing under `id`: no text of another program, no record, and
  /// no copy of one. False if only [Catalog] can tell.
  ///
  /// Errors: those of [Catalog].
  default boolean vacant(MediaId id) {
    return false;
  }
}
