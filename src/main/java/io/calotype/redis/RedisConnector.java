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
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Creates connections that never reconnect, and owns the threads that they share.
final class RedisConnector implements AutoCloseable {
  private static final Duration PATIENCE = RedisAddress.PATIENCE;

  private final ClientResources resources =
      ClientResources.builder()
          .ioThreadPoolSize(2)
          .computationThreadPoolSize(2)
          .commandLatencyRecorder(CommandLatencyRecorder.disabled())
          .build();
  private final RedisClient client = RedisClient.create(resources);
  private final boolean confirming;

  /// Its parties are this connector, until it is closed, and the attempts to connect.
  private final Phaser attempts = new Phaser(1);

  private boolean closed;
  private volatile @Nullable RedisClaim claim;

  /// @param confirming whether replicas confirm changes
  RedisConnector(boolean confirming) {
    this.confirming = confirming;
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
    CompletableFuture<StatefulRedisConnection<String, String>> connecting = begin(uri);
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

  /// Errors: an [ExecutionException] if this connector is closed, or no attempt is possible.
  private synchronized CompletableFuture<StatefulRedisConnection<String, String>> begin(
      RedisURI uri) throws ExecutionException {
    if (closed) {
      throw new ExecutionException(new RedisException("closed"));
    }
    try {
      var attempt = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
      attempts.register();
      var _ = attempt.whenComplete((_, _) -> attempts.arriveAndDeregister());
      return attempt;
    } catch (RedisException away) {
      throw new ExecutionException(away);
    }
  }

  /// Whether replicas confirm changes.
  boolean confirming() {
    return confirming;
  }

  /// Returns the number of replicas that follow the server of `connection`; 0 if the Redis user has
  /// no permission for the command.
  int replicas(RedisConnection connection)
      throws InterruptedException, TimeoutException, ExecutionException {
    return (int)
        answer(connection.send(redis -> redis.info("replication")))
            .lines()
            .filter(line -> line.startsWith("slave") && line.contains("state=online"))
            .count();
  }

  /// Claims every server from now on.
  void claim(RedisClaim claim) {
    this.claim = claim;
  }

  /// The current claim; null if there is none.
  @Nullable RedisClaim claim() {
    return claim;
  }

  /// Claims the server of `connection` if it has the keys of the claim.
  ///
  /// Errors: [UnusableRedisException] if it is claimed for another data set, or is not the catalog
  /// of the claim.
  void check(RedisConnection connection)
      throws UnusableRedisException, InterruptedException, TimeoutException, ExecutionException {
    RedisClaim own = claim;
    if (own != null) {
      checkCatalog(connection, own);
      checkDataSet(connection, own);
    }
  }

  /// An emptied Redis has no identity: it must not get one here.
  private static void checkCatalog(RedisConnection connection, RedisClaim own)
      throws UnusableRedisException, InterruptedException, TimeoutException, ExecutionException {
    String named = own.catalog();
    if (named == null) {
      return;
    }
    String found;
    try {
      found = within(connection.send(redis -> redis.get(RedisClaim.CATALOG)));
    } catch (ExecutionException refused) {
      requireAnswer(refused);
      return;
    }
    if (!named.equals(found)) {
      throw UnusableRedisException.ofAnotherCatalog(found, named);
    }
  }

  private static void checkDataSet(RedisConnection connection, RedisClaim claim)
      throws UnusableRedisException, InterruptedException, TimeoutException, ExecutionException {
    String key = RedisClaim.DATA_SET;
    String own = claim.dataSet();
    String found;
    try {
      found = within(connection.send(redis -> redis.get(key)));
      if (found == null) {
        var _ = within(connection.send(redis -> redis.set(key, own, SetArgs.Builder.nx())));
        found = within(connection.send(redis -> redis.get(key)));
      } else if (found.equals(claim.former())) {
        var _ = within(connection.send(redis -> redis.set(key, own)));
        found = own;
      }
    } catch (ExecutionException refused) {
      requireAnswer(refused);
      return;
    }
    if (found != null && !found.equals(own)) {
      throw UnusableRedisException.ofAnother(found, own);
    }
  }

  /// Permits an error reply: of a replica, of a full server, or of a server of a cluster that does
  /// not have the key.
  private static void requireAnswer(ExecutionException refused) throws ExecutionException {
    if (!(refused.getCause() instanceof RedisCommandExecutionException)) {
      throw refused;
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
    return RedisConnection.await(reply, PATIENCE.toNanos());
  }

  /// Waits for attempts to connect, at most as long as they may take: Netty logs an error for a
  /// connection that begins or ends after its threads have ended.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      attempts.awaitAdvanceInterruptibly(
          attempts.arriveAndDeregister(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      // the server does not answer
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    client.shutdown(Duration.ZERO, PATIENCE);
    var _ = resources.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
