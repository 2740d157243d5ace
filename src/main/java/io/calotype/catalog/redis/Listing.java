package io.calotype.catalog.redis;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.DamagedRecords;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/// Reads one page: a stretch of a list, then all its records at once.
///
/// Entries whose record has gone, or belongs to another media by now, are taken out of their list,
/// and as many more are read.
final class Listing {
  private final Exchange exchange;
  private final Query query;
  private final DamagedRecords damaged;
  private final List<Walk> walks;

  Listing(Exchange exchange, Query query, DamagedRecords damaged) {
    this.damaged = damaged;
    this.exchange = exchange;
    this.query = query;
    this.walks =
        Keys.lists(query).stream().map(list -> new Walk(exchange, list, query.after())).toList();
  }

  /// Reads one record more than asked for, to know whether there is a next page.
  Page page() {
    List<Media> found = new ArrayList<>();
    int missing = query.limit() + 1;
    List<Entry> next = next(missing);
    while (!next.isEmpty()) {
      found.addAll(read(next));
      missing = query.limit() + 1 - found.size();
      next = next(missing);
    }
    if (found.size() <= query.limit()) {
      return new Page(Lives.of(exchange, found), null);
    }
    List<Media> items = found.subList(0, query.limit());
    return new Page(Lives.of(exchange, items), Cursor.after(items.getLast()));
  }

  /// The next entries of all lists together; both are asked before one is waited for.
  private List<Entry> next(int count) {
    walks.forEach(walk -> walk.request(count));
    walks.forEach(walk -> walk.await(count));
    List<Entry> next = new ArrayList<>();
    while (next.size() < count) {
      Deque<Entry> newest = newest();
      if (newest.isEmpty()) {
        break;
      }
      next.add(newest.remove());
    }
    return next;
  }

  private Deque<Entry> newest() {
    return walks.stream()
        .map(Walk::ahead)
        .filter(ahead -> !ahead.isEmpty())
        .min(Comparator.comparing(Deque::element, Entry.NEWEST_FIRST))
        .orElseGet(ArrayDeque::new);
  }

  private List<Media> read(List<Entry> entries) {
    List<MediaId> ids = entries.stream().map(Entry::id).toList();
    Records.Read standing = Records.standing(exchange, ids, damaged);
    List<Entry> stale = new ArrayList<>();
    List<Media> found = Entry.fitting(entries, standing, stale);
    Instant alive = query.alive();
    stale.stream()
        .collect(Collectors.groupingBy(Entry::list))
        .forEach((list, of) -> Entry.mend(exchange, list, of));
    return alive == null
        ? found
        : found.stream().filter(media -> !media.life().over(alive)).toList();
  }
}
