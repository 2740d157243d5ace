package io.calotype.catalog.redis;

import io.calotype.telemetry.EventLog;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The way to Redis: one connection, and a try every second to have one where there is none.
///
/// It does not use the reconnection of Lettuce: whoever is master is asked of Sentinel each time,
/// Redis' clock is read each time, and no command survives the connection that it was sent on.
final class Link implements AutoCloseable {
  /// How long it waits between two tries.
  static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;
  private final Thread keeper;
  private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
  private String said = ""; // of whoever connects

  private Link(RedisURI uri) {
    this.uri = uri;
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(options());
    this.keeper = Thread.ofVirtual().name("redis").unstarted(this::keep);
  }

  /// Tries once to connect, and goes on trying.
  ///
  /// Errors: an `IOException` where what answers can never be used, or `uri` is none.
  static Link open(String uri) throws IOException {
    Link link = new Link(parsed(uri));
    try {
      link.connect();
    } catch (Refusal refusal) {
      link.close();
      throw new IOException(refusal.getMessage(), refusal);
    }
    link.keeper.start();
    return link;
  }

  /// Errors: an `IOException` without a cause, whose message may have the password.
  private static RedisURI parsed(String text) throws IOException {
    try {
      RedisURI uri = RedisURI.create(text);
      requireHost(uri.getHost());
      uri.setTimeout(PATIENCE);
      uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(PATIENCE));
      return uri;
    } catch (IllegalArgumentException _) {
      throw new IOException(
          "the address of Redis is none: redis://, rediss:// or redis-sentinel://, with every"
              + " mark in a password percent-encoded");
    }
  }

  /// Lettuce takes an authority that it cannot take apart for a host.
  private static void requireHost(@Nullable String host) {
    if (host != null && host.contains(":") && host.indexOf(':') == host.lastIndexOf(':')) {
      throw new IllegalArgumentException("a host and something else");
    }
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

  /// The connection; null where there is none.
  @Nullable Session session() {
    Session current = session.get();
    return current != null && current.connection().isOpen() ? current : null;
  }

  /// Gives up `lost`, which does not answer.
  void drop(Session lost) {
    if (session.compareAndSet(lost, null)) {
      EventLog.warn("redis-lost", "at", where());
    }
    var _ = lost.connection().closeAsync();
  }

  private void keep() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        if (session() == null) {
          connectQuietly();
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void connectQuietly() {
    try {
      connect();
    } catch (Refusal refusal) {
      warn("redis-refused", String.valueOf(refusal.getMessage()));
    }
  }

  /// Once for each reason, and not every second.
  private void warn(String event, String reason) {
    if (!reason.equals(said)) {
      EventLog.warn(event, "at", where(), "reason", reason);
      said = reason;
    }
  }

  /// One try; that nobody answers is no error.
  private void connect() throws Refusal {
    CompletableFuture<StatefulRedisConnection<String, String>> connecting;
    try {
      connecting = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
    } catch (RedisException away) {
      warn("redis-away", String.valueOf(away.getMessage()));
      return;
    }
    try {
      session.set(begun(within(connecting)));
      said = "";
      EventLog.info("redis-connected", "at", where());
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException away) {
      discard(connecting);
      Refusal.check(away);
      warn("redis-away", rootOf(away).toString());
    } catch (Refusal refusal) {
      discard(connecting);
      throw refusal;
    }
  }

  private static Session begun(StatefulRedisConnection<String, String> connection)
      throws InterruptedException, TimeoutException, ExecutionException, Refusal {
    List<String> time = within(connection.async().time());
    long seconds = Long.parseLong(time.get(0));
    long micros = Long.parseLong(time.get(1));
    long millis = TimeUnit.SECONDS.toMillis(seconds) + TimeUnit.MICROSECONDS.toMillis(micros);
    Session session =
        new Session(connection, millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    Refusal.checkCluster(answer(connection.async().info("cluster")));
    return session;
  }

  /// An empty text where the user of Redis may not ask.
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

  private static Throwable rootOf(Throwable failed) {
    Throwable root = failed;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return root;
  }

  private static void discard(
      CompletableFuture<StatefulRedisConnection<String, String>> connecting) {
    var _ = connecting.thenCompose(StatefulRedisConnection::closeAsync);
  }

  /// Without user and password.
  private String where() {
    if (uri.getSocket() != null) {
      return uri.getSocket();
    }
    return uri.getSentinels().isEmpty()
        ? uri.getHost() + ":" + uri.getPort()
        : String.valueOf(uri.getSentinelMasterId());
  }

  @Override
  public void close() {
    keeper.interrupt();
    session.set(null);
    client.shutdown(Duration.ZERO, PATIENCE);
    var _ = resources.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
