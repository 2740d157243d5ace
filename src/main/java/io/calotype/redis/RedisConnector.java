package io.calotype.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Creates connections that never reconnect, and owns the threads that they share.
public final class RedisConnector implements AutoCloseable {
  /// The key of the identity of the data set whose records are in this Redis.
  static final String DATA_SET = "calotype:dataset";

  private static final Duration PATIENCE = RedisAddress.PATIENCE;

  private final ClientResources resources =
      ClientResources.builder()
          .ioThreadPoolSize(2)
          .computationThreadPoolSize(2)
          .commandLatencyRecorder(CommandLatencyRecorder.disabled())
          .build();
  private final RedisClient client = RedisClient.create(resources);
  private volatile @Nullable String dataSet;

  public RedisConnector() {
    client.setOptions(options());
  }

  private static ClientOptions options() {
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).keepAlive(true).build())
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .build();
  }

  /// Tries to connect once.
  ///
  /// Errors: [UnusableRedisException] if the server can never be used; the others if no server
  /// answers.
  RedisConnection connect(RedisURI uri)
      throws UnusableRedisException, InterruptedException, TimeoutException, ExecutionException {
    CompletableFuture<StatefulRedisConnection<String, String>> connecting;
    try {
      connecting = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
    } catch (RedisException | IllegalStateException | RejectedExecutionException away) {
      throw new ExecutionException(away); // the last two while the client is closing
    }
    try {
      RedisConnection connection = begun(within(connecting));
      check(connection);
      return connection;
    } catch (UnusableRedisException another) {
      var _ = connecting.thenCompose(StatefulRedisConnection::closeAsync);
      throw another;
    } catch (TimeoutException | ExecutionException away) {
      var _ = connecting.thenCompose(StatefulRedisConnection::closeAsync);
      UnusableRedisException.check(away);
      throw away;
    }
  }

  /// Claims every server for the data set `identity`.
  void claim(String identity) {
    dataSet = identity;
  }

  /// Claims the server of `connection` if it has the key of the claim.
  ///
  /// Errors: [UnusableRedisException] if it is claimed for another data set.
  void check(RedisConnection connection)
      throws UnusableRedisException, InterruptedException, TimeoutException, ExecutionException {
    String own = dataSet;
    if (own == null) {
      return;
    }
    String key = DATA_SET;
    String found;
    try {
      found = within(connection.send(redis -> redis.get(key)));
      if (found == null) {
        var _ = within(connection.send(redis -> redis.set(key, own, SetArgs.Builder.nx())));
        found = within(connection.send(redis -> redis.get(key)));
      }
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof RedisCommandExecutionException) {
        return; // a replica, a full server, or the key belongs to another server of the cluster
      }
      throw refused;
    }
    if (found != null && !found.equals(own)) {
      throw UnusableRedisException.ofAnother(found, own);
    }
  }

  private static RedisConnection begun(StatefulRedisConnection<String, String> connection)
      throws InterruptedException, TimeoutException, ExecutionException {
    List<String> time = within(connection.async().time());
    long seconds = Long.parseLong(time.get(0));
    long micros = Long.parseLong(time.get(1));
    long millis = TimeUnit.SECONDS.toMillis(seconds) + TimeUnit.MICROSECONDS.toMillis(micros);
    long ahead = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    String info = answer(connection.async().info("cluster"));
    return new RedisConnection(connection, ahead, info.contains("cluster_enabled:1"));
  }

  /// Returns an empty text if the Redis user has no permission for the command.
  private static String answer(Future<String> reply)
      throws InterruptedException, TimeoutException, ExecutionException {
    try {
      return within(reply);
    } catch (ExecutionException e) {
      if (String.valueOf(e.getMessage()).contains("NOPERM")) {
        return "";
      }
      throw e;
    }
  }

  private static <T> T within(Future<T> reply)
      throws InterruptedException, TimeoutException, ExecutionException {
    return reply.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, PATIENCE);
    var _ = resources.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
