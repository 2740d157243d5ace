package io.calotype.catalog.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.PipelinedRedisFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One connection, from when it is made until it is lost.
///
/// @param connection which knows nothing of another connection after it
/// @param clockAhead what to add to [System#nanoTime] in milliseconds to have Redis' clock, or a
///   little less
/// @param cluster whether the server is of a cluster
record RedisConnection(
    StatefulRedisConnection<String, String> connection, long clockAhead, boolean cluster) {

  /// Sends a command; where the connection is lost, the answer says so.
  <T> RedisFuture<T> send(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    synchronized (connection) {
      try {
        return command.apply(connection.async());
      } catch (RedisException lost) {
        return new PipelinedRedisFuture<>(CompletableFuture.failedStage(lost));
      }
    }
  }

  /// Sends a command about a slot that is being moved to this server. No other command may come
  /// between it and `ASKING`.
  <T> RedisFuture<T> sendAsking(
      Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    synchronized (connection) {
      var _ = send(redis -> redis.asking());
      return send(command);
    }
  }

  /// The time of Redis at `nanos` of ours, in milliseconds since 1970.
  long atRedis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + clockAhead;
  }
}
