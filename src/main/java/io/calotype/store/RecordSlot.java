package io.calotype.store;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.LegacyRecord;
import io.calotype.media.Media;

/// The place that a new record takes in the catalog.
public sealed interface RecordSlot {
  /// A vacant id.
  record Vacant() implements RecordSlot {}

  /// The place of a legacy record, which holds the picture.
  ///
  /// @param old the record that is replaced if it is unchanged
  /// @param rest its other members, a JSON object
  record Legacy(LegacyRecord old, String rest) implements RecordSlot {}

  /// Adds `media` to `catalog` in this slot. Returns false if the slot is taken.
  default boolean fill(Catalog catalog, Media media) {
    return switch (this) {
      case Vacant _ -> catalog.add(media);
      case Legacy(LegacyRecord old, String rest) -> old.replace(media, rest);
    };
  }
}
