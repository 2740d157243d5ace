package io.calotype.catalog;

import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which records to list.
///
/// @param limit how many at the most, at least 1
/// @param after where the page before ended, in the same order; null for the first page
/// @param order of the records
/// @param selection which records
public record Query(int limit, @Nullable Cursor after, ListOrder order, Selection selection) {
  public Query {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is less than 1");
    }
    if (after != null && after.order() != order) {
      throw new IllegalArgumentException("the cursor is of another order");
    }
  }

  /// Records of any visibility, newest first, those whose life is over among them.
  public Query(
      int limit,
      @Nullable Cursor after,
      @Nullable Group group,
      @Nullable MediaKind kind,
      @Nullable Owner reader) {
    this(limit, after, ListOrder.NEWEST, new Selection(group, kind, null, reader, null));
  }

  /// The same list without media whose life is over at `now`.
  public Query aliveAt(Instant now) {
    Selection alive =
        new Selection(
            selection.group(), selection.kind(), selection.visibility(), selection.reader(), now);
    return new Query(limit, after, order, alive);
  }
}
