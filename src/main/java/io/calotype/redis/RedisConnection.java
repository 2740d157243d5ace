package io.calotype.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.PipelinedRedisFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// One connection, from its start until it is lost.
///
/// @param connection never reconnects
/// @param clockAhead the milliseconds to add to [System#nanoTime] to get Redis' clock, or slightly
///   less
/// @param cluster whether the server belongs to a cluster
record RedisConnection(
    StatefulRedisConnection<String, String> connection, long clockAhead, boolean cluster) {

  /// Sends a command. If the connection is lost, the returned future fails.
  <T> RedisFuture<T> send(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    synchronized (connection) {
      try {
        return command.apply(connection.async());
      } catch (RedisException lost) {
        return new PipelinedRedisFuture<>(CompletableFuture.failedStage(lost));
      }
    }
  }

  /// Sends a command about a slot that is being migrated to this server. No other command may be
  /// sent between `ASKING` and this command.
  <T> RedisFuture<T> sendAsking(
      Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    synchronized (connection) {
      var _ = send(redis -> redis.asking());
      return send(command);
    }
  }

  /// Waits for `reply`, for so many nanoseconds. Lettuce cancels the commands of a connection that
  /// it closes: here that is an [ExecutionException], as any other loss.
  static <T> T await(Future<T> reply, long nanos)
      throws InterruptedException, TimeoutException, ExecutionException {
    try {
      return reply.get(nanos, TimeUnit.NANOSECONDS);
    } catch (CancellationException closed) {
      throw new ExecutionException(closed);
    }
  }

  /// Converts a [System#nanoTime] to the time of Redis, in milliseconds since 1970.
  long atRedis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + clockAhead;
  }
}
