package io.calotype.redis;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The clock of Redis, which all nodes share: the wall clock of a node may be hours off.
///
/// The difference between the clock of Redis and the monotonic clock of this machine is measured at
/// each connection. The last one counts while Redis is away, and the machine's wall clock before
/// the first. No call to Redis, and no waiting.
public final class RedisClock extends Clock {
  private final RedisConnections connections;
  private final Clock own;
  private volatile @Nullable RedisConnection last;

  /// @param own the clock before the first connection
  public RedisClock(RedisConnections connections, Clock own) {
    this.connections = connections;
    this.own = own;
  }

  @Override
  public Instant instant() {
    RedisConnection known = last;
    if (known == null || !known.connection().isOpen()) {
      RedisNode node = connections.servers().any();
      RedisConnection current = node == null ? null : node.session();
      known = current == null ? known : current;
      last = known;
    }
    return known == null ? own.instant() : Instant.ofEpochMilli(known.atRedis(System.nanoTime()));
  }

  @Override
  public ZoneId getZone() {
    return own.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new RedisClock(connections, own.withZone(zone));
  }
}
