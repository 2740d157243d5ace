package io.calotype.catalog;

import io.calotype.media.Group;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which records to list.
///
/// @param limit how many at the most, at least 1
/// @param after where the page before ended; null for the first page
/// @param group only media with this label; null for all
/// @param kind only media of this kind; null for all
/// @param reader only public media and those that this owner has uploaded; null for all
/// @param alive only media whose life is not over at this time; null for all
public record Query(
    int limit,
    @Nullable Cursor after,
    @Nullable Group group,
    @Nullable MediaKind kind,
    @Nullable Owner reader,
    @Nullable Instant alive) {
  public Query {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is less than 1");
    }
  }

  /// All records, those whose life is over among them.
  public Query(
      int limit,
      @Nullable Cursor after,
      @Nullable Group group,
      @Nullable MediaKind kind,
      @Nullable Owner reader) {
    this(limit, after, group, kind, reader, null);
  }

  /// The same list without media whose life is over at `now`.
  public Query aliveAt(Instant now) {
    return new Query(limit, after, group, kind, reader, now);
  }
}
