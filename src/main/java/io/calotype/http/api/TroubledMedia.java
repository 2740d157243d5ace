package io.calotype.http.api;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.OriginalCondition;
import io.calotype.rendition.FailureBackoff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The media with problems: a lost or damaged original, or a failed render. The catalog has no
/// index of them, because both are known in memory (ADR-0024).
///
/// A page reads at most [#MAX_LOOKED_AT] records. Up to that number of media with problems, it
/// reads exactly those. Above it, the page scans the list of all media, and may contain fewer items
/// than requested.
///
/// @param catalog has the records
/// @param failures the failed renders
/// @param damages the lost or damaged originals
public record TroubledMedia(Catalog catalog, FailureBackoff failures, DamagedOriginals damages) {
  private static final int STEP = 200;
  private static final int MAX_LOOKED_AT = 1000;

  boolean includes(Media media) {
    return damages.known(media) != OriginalCondition.WHOLE || !failures.of(media).isEmpty();
  }

  /// The page that `query` selects. Blocks.
  Page page(Query query) {
    Set<MediaId> ids = new HashSet<>(damages.ids());
    ids.addAll(failures.media());
    return ids.size() <= MAX_LOOKED_AT ? pageOf(ids, query) : walked(query);
  }

  private Page pageOf(Set<MediaId> ids, Query query) {
    Cursor after = query.after();
    List<Media> found =
        ids.stream()
            .flatMap(id -> catalog.peek(id).stream())
            .filter(query.selection()::accepts)
            .filter(this::includes)
            .filter(media -> after == null || after.isBefore(media))
            .sorted(query.order().ofMedia())
            .limit(query.limit() + 1L)
            .toList();
    return found.size() <= query.limit()
        ? new Page(found, null)
        : cut(found.subList(0, query.limit()), query.order());
  }

  private Page walked(Query query) {
    List<Media> found = new ArrayList<>();
    Cursor after = query.after();
    for (int lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += STEP) {
      Page page = catalog.list(stretch(query, after));
      for (Media media : page.items()) {
        if (includes(media)) {
          found.add(media);
        }
        if (found.size() == query.limit()) {
          return cut(found, query.order());
        }
      }
      after = page.next();
      if (after == null) {
        break;
      }
    }
    return new Page(found, after);
  }

  private static Page cut(List<Media> items, ListOrder order) {
    return new Page(items, Cursor.after(items.getLast(), order));
  }

  private static Query stretch(Query query, @Nullable Cursor after) {
    return new Query(STEP, after, query.order(), query.selection());
  }
}
