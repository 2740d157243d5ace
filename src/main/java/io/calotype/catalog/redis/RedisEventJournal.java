package io.calotype.catalog.redis;

import io.calotype.catalog.EventJournal;
import io.calotype.catalog.EventPosition;
import io.calotype.catalog.JournalEntry;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The stream of [RedisEvents], read over connections of its own, which a waiting read blocks.
public final class RedisEventJournal implements EventJournal {
  private static final Duration BLOCK = Duration.ofMillis(500);

  private final RedisConnections connections;

  private RedisEventJournal(RedisConnections connections) {
    this.connections = connections;
  }

  /// Opens the journal in the Redis at `uri`, which need not be reachable yet.
  ///
  /// Errors: an `IOException` if it can never be used.
  public static RedisEventJournal open(String uri) throws IOException {
    return new RedisEventJournal(RedisConnections.open(uri));
  }

  @Override
  public List<JournalEntry> latest() {
    return entries(
            call()
                .ask(
                    redis -> redis.xrevrange(RedisEvents.KEY, Range.unbounded(), Limit.from(KEPT))))
        .reversed();
  }

  @Override
  @SuppressWarnings("unchecked") // an array of one offset
  public List<JournalEntry> after(EventPosition position) {
    return entries(
        call()
            .ask(redis ->
                redis.xread(
                    XReadArgs.Builder.block(BLOCK).count(BATCH),
                    XReadArgs.StreamOffset.from(RedisEvents.KEY, position.toString()))));
  }

  private RedisCall call() {
    return new RedisCall(connections).at(RedisEvents.KEY);
  }

  private static List<JournalEntry> entries(List<StreamMessage<String, String>> messages) {
    return messages.stream()
        .map(message ->
            new JournalEntry(
                EventPosition.parse(message.getId()).orElseThrow(),
                RedisEvents.read(message.getBody())))
        .toList();
  }

  @Override
  public void close() {
    connections.close();
  }
}
