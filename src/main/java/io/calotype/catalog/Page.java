package io.calotype.catalog;

import io.calotype.media.Media;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of records, in the order of its query.
///
/// @param items the records
/// @param next where the next page begins; null where this is the last
public record Page(List<Media> items, @Nullable Cursor next) {
  public Page {
    items = List.copyOf(items);
  }
}
