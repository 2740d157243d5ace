package io.calotype.cluster.redis;

import io.calotype.cluster.Nodes;
import io.calotype.failure.MediaException;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.telemetry.EventLog;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The nodes of a data set, as a sorted set of names by the time at which each was last seen, by
/// the clock of Redis.
public final class RedisNodes implements Nodes, AutoCloseable {
  private static final String KEY = "calotype:nodes";
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private final RedisConnections connections;
  private final String name;
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("node-", 0).factory());

  /// Announces the node `name` in the Redis of `connections`, which stay open, until it is closed.
  public RedisNodes(RedisConnections connections, String name) {
    this.connections = connections;
    this.name = name;
    var _ =
        heartbeat.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(this::announce),
            0,
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void announce() {
    try {
      RedisCall call = new RedisCall(connections).at(KEY);
      double now = call.now().toEpochMilli();
      var _ = call.ask(redis -> redis.zadd(KEY, now, name));
      var _ =
          call.ask(
              redis -> redis.zremrangebyscore(KEY, Range.create(0d, now - FORGOTTEN.toMillis())));
    } catch (MediaException | IllegalStateException away) {
      EventLog.debug("node.unannounced", "cause", away);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> running() {
    return Stream.concat(seen().stream(), Stream.of(name)).distinct().sorted().toList();
  }

  private List<String> seen() {
    try {
      RedisCall call = new RedisCall(connections).at(KEY);
      double oldest = call.now().minus(FORGOTTEN).toEpochMilli();
      return call.ask(redis -> redis.zrangebyscore(KEY, Range.create(oldest, Double.MAX_VALUE)));
    } catch (MediaException | IllegalStateException away) {
      return List.of();
    }
  }

  /// Forgets this node.
  @Override
  public void close() {
    heartbeat.shutdownNow();
    try {
      var _ = new RedisCall(connections).at(KEY).ask(redis -> redis.zrem(KEY, name));
    } catch (MediaException | IllegalStateException away) {
      EventLog.debug("node.unannounced", "cause", away); // the others forget it
    }
  }
}
