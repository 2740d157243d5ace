package io.calotype.cluster.redis;

import io.calotype.cluster.Invalidations;
import io.calotype.cluster.StreamReader;
import io.calotype.media.MediaId;
import io.calotype.redis.ChangeStream;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.telemetry.EventLog;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Invalidations by the [ChangeStream] of Redis, which a thread reads over connections of its own.
///
/// Redis does not tell a reader that entries were dropped. After each interruption, and after a
/// reply of maximum length, the position is therefore compared with the first and the last entry. A
/// position outside of them is a gap: entries were trimmed, or Redis has lost its data.
public final class RedisInvalidations implements Invalidations, AutoCloseable {
  private static final int BATCH = 1_000;
  private static final Duration BLOCK = Duration.ofMillis(250);
  private static final long CURRENT_NANOS = CURRENT.toNanos();
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// After this time a change that was announced before is done or void.
  private static final Duration VOID = RedisCall.PATIENCE.plusMillis(500);

  private final String sender = UUID.randomUUID().toString();
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final RedisConnections connections;
  private final StreamReader reader =
      new StreamReader("changes", "changes.unheard", PAUSE, this::read);
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("changes-", 0).factory());
  private volatile long heard = System.nanoTime() - Duration.ofDays(1).toNanos();
  private StreamPosition position = StreamPosition.BEGINNING; // reader thread only

  private RedisInvalidations(RedisConnections connections) {
    this.connections = connections;
  }

  /// Reads the announcements of the Redis at `uri`, which need not be reachable yet. Subscribers
  /// must have no copies before they subscribe.
  ///
  /// Errors: an `IOException` if it can never be used.
  public static RedisInvalidations open(String uri) throws IOException {
    RedisInvalidations opened = new RedisInvalidations(RedisConnections.open(uri));
    opened.reader.start();
    return opened;
  }

  @Override
  public void publish(MediaId id) {
    subscribers.forEach(subscriber -> subscriber.changed(id));
  }

  @Override
  public void announceClear(String selection) {
    announce(ChangeStream.Kind.CLEARED, selection);
  }

  @Override
  public void announceDamage(MediaId id) {
    announce(ChangeStream.Kind.DAMAGED, id.value());
  }

  private void announce(ChangeStream.Kind kind, String text) {
    ChangeStream.announce(call(), kind, sender + " " + text);
  }

  @Override
  public void subscribe(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  @Override
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heard);
  }

  @Override
  public boolean current() {
    return System.nanoTime() - heard <= CURRENT_NANOS;
  }

  private boolean read(boolean located) {
    if (!located) {
      locate();
    }
    follow();
    return true;
  }

  /// Finds out whether entries were missed.
  private void locate() {
    RedisCall call = call();
    StreamPosition last =
        edge(
            call.ask(redis -> redis.xrevrange(ChangeStream.KEY, Range.unbounded(), Limit.from(1))));
    if (position.compareTo(last) > 0 || trimmed(call)) {
      missed(last);
    }
  }

  /// Returns whether entries after the position may have been dropped.
  private boolean trimmed(RedisCall call) {
    StreamPosition first =
        edge(call.ask(redis -> redis.xrange(ChangeStream.KEY, Range.unbounded(), Limit.from(1))));
    return position.compareTo(first) < 0;
  }

  private static StreamPosition edge(List<StreamMessage<String, String>> messages) {
    return messages.isEmpty()
        ? StreamPosition.BEGINNING
        : StreamPosition.parse(messages.getFirst().getId());
  }

  /// Drops all copies, which includes those of the records announced until `last`.
  private void missed(StreamPosition last) {
    if (!position.equals(StreamPosition.BEGINNING)) {
      EventLog.warn("changes.missed", "from", position, "to", last);
    }
    position = last;
    subscribers.forEach(Subscriber::missed);
  }

  /// Waits for the next entries.
  @SuppressWarnings("unchecked") // an array of one offset
  private void follow() {
    long sent = System.nanoTime();
    RedisCall call = call();
    List<StreamMessage<String, String>> messages =
        call.ask(redis ->
            redis.xread(
                XReadArgs.Builder.block(BLOCK).count(BATCH),
                XReadArgs.StreamOffset.from(ChangeStream.KEY, position.toString())));
    boolean more = messages.size() == BATCH;
    if (more && trimmed(call())) {
      subscribers.forEach(Subscriber::missed);
    }
    for (StreamMessage<String, String> message : messages) {
      message.getBody().forEach((kind, value) -> announced(kind, value, call.alone()));
      position = StreamPosition.parse(message.getId());
    }
    if (!more) {
      heard = sent;
    }
  }

  private RedisCall call() {
    return new RedisCall(connections).at(ChangeStream.KEY);
  }

  private void announced(String kind, String text, boolean done) {
    if (kind.equals(ChangeStream.Kind.CLEARED.field())) {
      ofAnother(text).ifPresent(this::cleared);
      return;
    }
    if (kind.equals(ChangeStream.Kind.DAMAGED.field())) {
      ofAnother(text).flatMap(MediaId::parse).ifPresent(this::damaged);
      return;
    }
    boolean removed = kind.equals(ChangeStream.Kind.REMOVED.field());
    MediaId.parse(text)
        .ifPresent(id -> {
          announced(id, removed);
          if (!done) {
            var _ =
                later.schedule(
                    () -> announced(id, removed), VOID.toMillis(), TimeUnit.MILLISECONDS);
          }
        });
  }

  private void announced(MediaId id, boolean removed) {
    publish(id);
    if (removed) {
      subscribers.forEach(subscriber -> subscriber.removed(id));
    }
  }

  /// Returns the text after the sender; empty if that is this node.
  private Optional<String> ofAnother(String value) {
    String[] parts = value.split(" ", 2);
    return parts.length == 2 && !parts[0].equals(sender) ? Optional.of(parts[1]) : Optional.empty();
  }

  private void cleared(String selection) {
    subscribers.forEach(subscriber -> subscriber.cleared(selection));
  }

  private void damaged(MediaId id) {
    subscribers.forEach(subscriber -> subscriber.damaged(id));
  }

  @Override
  public void close() {
    reader.close();
    later.shutdownNow();
    connections.close();
  }
}
