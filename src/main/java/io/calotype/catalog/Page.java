package io.calotype.catalog;

import io.calotype.media.Media;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of records, in the order of its query.
///
/// @param items the records
/// @param next the position of the next page; null on the last page
public record Page(List<Media> items, @Nullable Cursor next) {
  public Page {
    items = List.copyOf(items);
  }
}
