package io.calotype.catalog.redis;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.DamagedRecords;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.catalog.Selection;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Visibility;
import io.calotype.redis.RedisCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/// Reads one page: a stretch of a list, then all its records at once.
///
/// Entries whose record is absent, or belongs to another media, are removed from their list, and as
/// many more are read. A page ends early after [#MAX_LOOKED_AT] entries: there is no list of the
/// private media of all owners, and these are filtered from the list of all media (ADR-0013).
final class PageReader {
  private static final int MAX_LOOKED_AT = 1000;
  private static final int STEP = 200;

  private final RedisCall exchange;
  private final Query query;
  private final DamagedRecords damaged;
  private final List<ListCursor> walks;
  private final boolean sifted;

  PageReader(RedisCall exchange, Query query, DamagedRecords damaged) {
    this.damaged = damaged;
    this.exchange = exchange;
    this.query = query;
    Selection selection = query.selection();
    this.sifted = selection.visibility() == Visibility.PRIVATE && selection.reader() == null;
    this.walks =
        RedisKeys.lists(selection).stream()
            .map(list -> new ListCursor(exchange, list, query))
            .toList();
  }

  /// Reads one record more than requested, to learn whether there is a next page.
  Page page() {
    List<Media> found = new ArrayList<>();
    int lookedAt = 0;
    while (found.size() <= query.limit()) {
      List<ListEntry> next = next(step(query.limit() + 1 - found.size()));
      if (next.isEmpty()) {
        return new Page(KeyExpiries.of(exchange, found), null);
      }
      found.addAll(read(next));
      lookedAt += next.size();
      if (lookedAt >= MAX_LOOKED_AT && found.size() <= query.limit()) {
        return new Page(KeyExpiries.of(exchange, found), next.getLast().place(query.order()));
      }
    }
    List<Media> items = found.subList(0, query.limit());
    return new Page(KeyExpiries.of(exchange, items), Cursor.after(items.getLast(), query.order()));
  }

  /// The number of entries to read at once if `missing` records are needed.
  private int step(int missing) {
    return sifted ? Math.max(STEP, missing) : missing;
  }

  /// The next entries of all lists, merged. All lists are requested before the first reply is
  /// awaited.
  private List<ListEntry> next(int count) {
    walks.forEach(walk -> walk.request(count));
    walks.forEach(walk -> walk.await(count));
    List<ListEntry> next = new ArrayList<>();
    while (next.size() < count) {
      Deque<ListEntry> first = first();
      if (first.isEmpty()) {
        break;
      }
      next.add(first.remove());
    }
    return next;
  }

  private Deque<ListEntry> first() {
    Comparator<ListEntry> order = query.order().of(ListEntry.OLDEST_FIRST);
    return walks.stream()
        .map(ListCursor::ahead)
        .filter(ahead -> !ahead.isEmpty())
        .min(Comparator.comparing(Deque::element, order))
        .orElseGet(ArrayDeque::new);
  }

  private List<Media> read(List<ListEntry> entries) {
    List<MediaId> ids = entries.stream().map(ListEntry::id).toList();
    RedisRecordReader.Read standing = RedisRecordReader.standing(exchange, ids, damaged);
    List<ListEntry> stale = new ArrayList<>();
    List<Media> found = ListEntry.fitting(entries, standing, stale);
    stale.stream()
        .collect(Collectors.groupingBy(ListEntry::list))
        .forEach((list, of) -> ListEntry.mend(exchange, list, of));
    return found.stream().filter(query.selection()::accepts).toList();
  }
}
