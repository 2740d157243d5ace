package io.calotype.cluster.redis;

import io.calotype.cluster.WorkQueue;
import io.calotype.failure.MediaException;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.telemetry.EventLog;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// A work queue as a stream of Redis with one consumer group. A task is an entry, and its id has
/// the time at which it was added, by the clock of Redis. It is as durable as Redis' own
/// configuration makes it.
///
/// The consumer of an entry is the node that holds its task, and the idle time of the entry is the
/// time since the last renewal, by the clock of Redis. Dead letters are a second stream in the same
/// slot. [QueueScripts] has the changes.
///
/// Errors: those of [RedisCall].
public final class RedisWorkQueue implements WorkQueue {
  private static final int PAGE = 1_000;
  private static final Duration COLLECTION = Duration.ofMillis(500);

  /// The number of tasks in one script.
  private static final int PART = 250;

  private final RedisConnections connections;
  private final String consumer;
  private final Duration hold;
  private final String key;
  private final String dead;
  private final Queue<Task> completed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean collecting = new AtomicBoolean();

  /// The queue `name` in the Redis of `connections`, which stay open.
  ///
  /// @param consumer the name of this process, which no other has
  public RedisWorkQueue(RedisConnections connections, String name, String consumer) {
    this(connections, name, consumer, HOLD);
  }

  RedisWorkQueue(RedisConnections connections, String name, String consumer, Duration hold) {
    this.connections = connections;
    this.consumer = consumer;
    this.hold = hold;
    this.key = "calotype:work:" + name;
    this.dead = "calotype:dead:{" + key + "}";
  }

  private RedisCall call() {
    return new RedisCall(connections).at(key);
  }

  @Override
  public Task add(String text) {
    return task(call().text(QueueScripts.ADD, new String[] {key}, consumer, text), text);
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
    return message.getBody().getOrDefault(QueueScripts.TEXT, "");
  }

  @Override
  public List<Claimed> claim(int max) {
    String[] arguments = {consumer, String.valueOf(hold.toMillis()), String.valueOf(max)};
    List<Object> entries = call().list(QueueScripts.CLAIM, new String[] {key}, arguments);
    return entries.stream().map(RedisWorkQueue::claimed).toList();
  }

  /// @param entry a list of id, text and number of deliveries
  private static Claimed claimed(Object entry) {
    List<?> parts = (List<?>) entry;
    Task task = task(String.valueOf(parts.get(0)), String.valueOf(parts.get(1)));
    return new Claimed(task, Integer.parseInt(String.valueOf(parts.get(2))));
  }

  @Override
  public void renew(List<Task> tasks) {
    idle(tasks, Duration.ZERO);
  }

  @Override
  public void release(List<Task> tasks) {
    idle(tasks, hold);
  }

  private void idle(List<Task> tasks, Duration time) {
    String millis = String.valueOf(time.toMillis());
    for (int from = 0; from < tasks.size(); from += PART) {
      RedisCall call = call();
      Stream<String> begin = Stream.of(call.deadline(), consumer, millis);
      String[] arguments = with(begin, part(tasks, from));
      var _ = call.begin(QueueScripts.IDLE, new String[] {key}, arguments).getAsLong();
    }
  }

  @Override
  public void complete(List<Task> tasks) {
    for (int from = 0; from < tasks.size(); from += PART) {
      RedisCall call = call();
      String[] arguments = with(Stream.of(call.deadline()), part(tasks, from));
      var _ = call.begin(QueueScripts.COMPLETE, new String[] {key}, arguments).getAsLong();
    }
  }

  /// Completes the tasks of half a second by one call.
  @Override
  public void completeSoon(Task task) {
    completed.add(task);
    if (collecting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("completed").start(this::completeCollected);
    }
  }

  private void completeCollected() {
    try {
      Thread.sleep(COLLECTION);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    collecting.set(false);
    List<Task> tasks = new ArrayList<>();
    for (Task task = completed.poll(); task != null; task = completed.poll()) {
      tasks.add(task);
    }
    try {
      complete(tasks);
    } catch (MediaException away) {
      EventLog.debug("tasks.left", "queue", key, "tasks", tasks.size());
    }
  }

  private static List<Task> part(List<Task> tasks, int from) {
    return tasks.subList(from, Math.min(tasks.size(), from + PART));
  }

  private static String[] with(Stream<String> begin, List<Task> tasks) {
    return Stream.concat(begin, tasks.stream().map(Task::name)).toArray(String[]::new);
  }

  @Override
  public void bury(Task task) {
    RedisCall call = call();
    String[] keys = {key, dead};
    String max = String.valueOf(MAX_BURIED);
    var _ = call.run(QueueScripts.BURY, keys, call.deadline(), task.name(), task.text(), max);
  }

  @Override
  public Depth depth() {
    RedisCall call = call();
    RedisFuture<Long> waiting = call.send(redis -> redis.xlen(key));
    RedisFuture<Long> buried = call.send(redis -> redis.xlen(dead));
    return new Depth(call.await(waiting), call.await(buried));
  }
}
