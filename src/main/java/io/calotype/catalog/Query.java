package io.calotype.catalog;

import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import org.jspecify.annotations.Nullable;

/// A query for a list of records.
///
/// @param limit the maximum number of records, at least 1
/// @param after the end of the previous page, in the same order; null for the first page
/// @param order the order of the records
/// @param selection the filter
public record Query(int limit, @Nullable Cursor after, ListOrder order, Selection selection) {
  public Query {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is less than 1");
    }
    if (after != null && after.order() != order) {
      throw new IllegalArgumentException("the cursor is of another order");
    }
  }

  /// Queries records of any visibility, newest first, including expired ones.
  public Query(
      int limit,
      @Nullable Cursor after,
      @Nullable Group group,
      @Nullable MediaKind kind,
      @Nullable Owner reader) {
    this(limit, after, ListOrder.NEWEST, new Selection(group, kind, null, reader, null));
  }
}
