package io.calotype.cluster.redis;

import io.calotype.cluster.WorkQueue;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A work queue as a stream of Redis. A task is an entry, and its id has the time at which it was
/// added, by the clock of Redis. It is as durable as Redis' own configuration makes it.
///
/// Errors: those of [RedisCall].
public final class RedisWorkQueue implements WorkQueue {
  private static final String TEXT = "text";
  private static final int PAGE = 1_000;

  private final RedisConnections connections;
  private final String key;

  /// The queue `name` in the Redis of `connections`, which stay open.
  public RedisWorkQueue(RedisConnections connections, String name) {
    this.connections = connections;
    this.key = "calotype:work:" + name;
  }

  private RedisCall call() {
    return new RedisCall(connections).at(key);
  }

  @Override
  public Task add(String text) {
    return task(call().ask(redis -> redis.xadd(key, TEXT, text)), text);
  }

  private static Task task(String name, String text) {
    return new Task(name, text, Instant.ofEpochMilli(StreamPosition.parse(name).millis()));
  }

  @Override
  public List<Task> waiting(Instant then) {
    if (then.toEpochMilli() <= 0) { // no id is earlier
      return List.of();
    }
    Range.Boundary<String> end = Range.Boundary.excluding(then.toEpochMilli() + "-0");
    List<Task> tasks = new ArrayList<>();
    Range.Boundary<String> begin = Range.Boundary.unbounded();
    while (true) {
      Range<String> range = Range.from(begin, end);
      List<StreamMessage<String, String>> page =
          call().ask(redis -> redis.xrange(key, range, Limit.from(PAGE)));
      page.forEach(message -> tasks.add(task(message.getId(), text(message))));
      if (page.size() < PAGE) {
        return tasks;
      }
      begin = Range.Boundary.excluding(page.getLast().getId());
    }
  }

  private static String text(StreamMessage<String, String> message) {
    return message.getBody().getOrDefault(TEXT, "");
  }

  @Override
  public void complete(Task task) {
    var _ = call().ask(redis -> redis.xdel(key, task.name()));
  }
}
