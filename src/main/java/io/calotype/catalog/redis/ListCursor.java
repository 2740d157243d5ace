package io.calotype.catalog.redis;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Query;
import io.calotype.media.ListOrder;
import io.calotype.redis.RedisCall;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reader of one list, from one end or from a cursor.
///
/// Redis can seek to a creation time in a list, but not to one of several media of the same
/// millisecond. Those are read from the first one, and entries that are not after the last position
/// are discarded. Entries are not counted, so that concurrent removals do not matter.
final class ListCursor {
  private final RedisCall exchange;
  private final String list;
  private final ListOrder order;
  private final Deque<ListEntry> ahead = new ArrayDeque<>();
  private @Nullable Cursor last;
  private int requested;
  private int minimum;
  private @Nullable RedisFuture<List<ScoredValue<String>>> reply;
  private boolean over;

  ListCursor(RedisCall exchange, String list, Query query) {
    this.exchange = exchange.at(list);
    this.list = list;
    this.order = query.order();
    this.last = query.after();
  }

  /// The entries that were read but not taken yet, in order.
  Deque<ListEntry> ahead() {
    return ahead;
  }

  /// Requests the missing ones of `count` entries from Redis, without waiting.
  void request(int count) {
    if (over || ahead.size() >= count) {
      return;
    }
    int known = last == null ? 0 : 1;
    requested = Math.max(minimum, count - ahead.size() + known);
    Limit limit = Limit.create(0, requested);
    reply =
        switch (order) {
          case NEWEST -> {
            Range<Long> older = Range.from(Range.Boundary.unbounded(), first());
            yield exchange.send(redis -> redis.zrevrangebyscoreWithScores(list, older, limit));
          }
          case OLDEST -> {
            Range<Long> younger = Range.from(first(), Range.Boundary.unbounded());
            yield exchange.send(redis -> redis.zrangebyscoreWithScores(list, younger, limit));
          }
        };
  }

  private Range.Boundary<Long> first() {
    return last == null
        ? Range.Boundary.unbounded()
        : Range.Boundary.including(last.created().toEpochMilli());
  }

  /// Waits until `count` entries are ahead, or the list ends.
  void await(int count) {
    while (reply != null) {
      List<ScoredValue<String>> read = exchange.await(reply);
      reply = null;
      int before = ahead.size();
      read.forEach(this::take);
      over = read.size() < requested;
      minimum = ahead.size() == before ? 2 * requested : 0;
      request(count);
    }
  }

  private void take(ScoredValue<String> member) {
    ListEntry entry = ListEntry.of(list, member).orElse(null);
    if (entry != null && (last == null || entry.isBehind(last))) {
      ahead.add(entry);
      last = entry.place(order);
    }
  }
}
