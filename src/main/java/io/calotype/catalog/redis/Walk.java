package io.calotype.catalog.redis;

import io.calotype.catalog.Cursor;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One list, read from its newest end or from a cursor on.
///
/// Redis finds a creation time in a list, and no place among the media of one millisecond: those
/// are read from the first on, and the ones before the cursor are thrown away.
final class Walk {
  private final Exchange exchange;
  private final String list;
  private final @Nullable Cursor after;
  private final Deque<Entry> ahead = new ArrayDeque<>();
  private double from;
  private long skip;
  private int asked;
  private @Nullable RedisFuture<List<ScoredValue<String>>> reply;
  private boolean over;

  Walk(Exchange exchange, String list, @Nullable Cursor after) {
    this.exchange = exchange;
    this.list = list;
    this.after = after;
    this.from = after == null ? Double.POSITIVE_INFINITY : after.created().toEpochMilli();
  }

  /// What was read and not taken yet, the next one first.
  Deque<Entry> ahead() {
    return ahead;
  }

  /// Asks Redis for what is missing of `count` entries, and does not wait.
  void request(int count) {
    if (!over && ahead.size() < count) {
      asked = count - ahead.size();
      Range<Double> older = Range.from(Range.Boundary.unbounded(), Range.Boundary.including(from));
      Limit limit = Limit.create(skip, asked);
      reply = exchange.send(redis -> redis.zrevrangebyscoreWithScores(list, older, limit));
    }
  }

  /// Waits until `count` entries are ahead, or all that there are.
  void await(int count) {
    while (reply != null) {
      List<ScoredValue<String>> read = exchange.await(reply);
      reply = null;
      read.forEach(this::take);
      over = read.size() < asked;
      request(count);
    }
  }

  private void take(ScoredValue<String> member) {
    skip = member.getScore() == from ? skip + 1 : 1;
    from = member.getScore();
    Entry.of(list, member)
        .filter(entry -> after == null || entry.isBehind(after))
        .ifPresent(ahead::add);
  }
}
