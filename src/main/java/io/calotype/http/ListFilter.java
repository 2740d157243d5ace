package io.calotype.http;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.media.Media;
import io.calotype.media.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Conditions of a list that no index of the catalog answers.
///
/// A page looks at [#MAX_LOOKED_AT] records at the most, so that its cost does not grow with their
/// number. A page may then hold fewer media than asked for, with a `next` all the same.
///
/// @param visibility only media of this visibility; null for all
/// @param troubled tells media with problems, and only those are wanted; null for all
record ListFilter(@Nullable Visibility visibility, @Nullable Predicate<Media> troubled) {
  private static final int STEP = 200;
  private static final int MAX_LOOKED_AT = 1000;

  boolean accepts(Media media) {
    return (visibility == null || media.labels().visibility() == visibility)
        && (troubled == null || troubled.test(media));
  }

  /// The page of `catalog` that `query` asks for, with the media that are accepted.
  Page page(Catalog catalog, Query query) {
    if (visibility == null && troubled == null) {
      return catalog.list(query);
    }
    List<Media> found = new ArrayList<>();
    Cursor after = query.after();
    for (int lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += STEP) {
      Page page = catalog.list(stretch(query, after));
      for (Media media : page.items()) {
        if (accepts(media)) {
          found.add(media);
        }
        if (found.size() == query.limit()) {
          boolean last = page.next() == null && media.equals(page.items().getLast());
          return new Page(found, last ? null : Cursor.after(media));
        }
      }
      after = page.next();
      if (after == null) {
        break;
      }
    }
    return new Page(found, after);
  }

  private static Query stretch(Query query, @Nullable Cursor after) {
    return new Query(STEP, after, query.group(), query.kind(), query.reader(), query.alive());
  }
}
