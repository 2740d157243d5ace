package io.calotype.redis;

import io.calotype.telemetry.EventLog;
import io.lettuce.core.RedisURI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One server, or the master behind Sentinel, with its connection if there is one.
final class RedisNode {
  private static final int LOOK = 10;

  private final RedisConnector connector;
  private final RedisURI uri;
  private final String name;
  private final AtomicReference<@Nullable RedisConnection> session = new AtomicReference<>();
  private final AtomicReference<@Nullable ReplicaWait> changes = new AtomicReference<>();
  private final AtomicBoolean trying = new AtomicBoolean();
  private volatile int replicas;
  private int untilLook; // of the thread that tries to connect
  private volatile String said = "";
  private volatile boolean closed;

  RedisNode(RedisConnector connector, RedisURI uri) {
    this.connector = connector;
    this.uri = uri;
    this.name = RedisAddress.name(uri);
  }

  /// The name: `host:port` of a server without Sentinel.
  String name() {
    return name;
  }

  /// The host of a server without Sentinel.
  String host() {
    return uri.getHost();
  }

  /// The connection; null if there is none.
  @Nullable RedisConnection session() {
    RedisConnection current = session.get();
    return current != null && current.connection().isOpen() ? current : null;
  }

  /// The number of replicas that are connected to the server; 0 if they do not matter.
  int replicas() {
    return replicas;
  }

  /// The connection for changes, which replicas confirm; null if there is none. There is one while
  /// replicas are connected.
  @Nullable ReplicaWait changes() {
    ReplicaWait current = replicas == 0 ? null : changes.get();
    return current != null && current.connection().connection().isOpen() ? current : null;
  }

  /// Drops the connection `lost`, which does not answer.
  void drop(RedisConnection lost) {
    if (session.compareAndSet(lost, null)) {
      EventLog.warn("redis.lost", "at", name);
    }
    ReplicaWait other = changes.get();
    if (other != null && other.connection().equals(lost)) {
      changes.compareAndSet(other, null);
    }
    var _ = lost.connection().closeAsync();
  }

  /// Closes the connection, and one that is being made. The server is no longer needed.
  void close() {
    closed = true;
    disconnect();
  }

  /// Closes the connection. The next attempt may make another one.
  void disconnect() {
    RedisConnection last = session.getAndSet(null);
    if (last != null) {
      var _ = last.connection().closeAsync();
    }
    disconnectChanges();
  }

  private void disconnectChanges() {
    ReplicaWait last = changes.getAndSet(null);
    if (last != null) {
      var _ = last.connection().connection().closeAsync();
    }
  }

  /// Tries to connect once. An unreachable server is no error.
  void connect() throws UnusableRedisException {
    try {
      RedisConnection connection = connector.connect(uri);
      disconnectChanges(); // behind Sentinel, it may be a connection to an earlier master
      session.set(connection);
      said = "";
      EventLog.info("redis.connected", "at", name);
      untilLook = 0;
      lookForReplicas(connection);
      if (closed) {
        disconnect();
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException away) {
      warn("redis.away", rootOf(away).toString());
    }
  }

  /// Tries to connect once if there is no connection, or else checks that the server still belongs
  /// to the data set. Does nothing if another thread is doing that.
  void connectWhereMissing() {
    if (trying.compareAndSet(false, true)) {
      try {
        RedisConnection current = session();
        if (current == null) {
          connect();
        } else {
          check(current);
        }
      } catch (UnusableRedisException refusal) {
        warn("redis.refused", String.valueOf(refusal.getMessage()));
      } finally {
        trying.set(false);
      }
    }
  }

  /// Claims a server again that was emptied. Drops the connection to one that another data set has
  /// claimed.
  private void check(RedisConnection current) throws UnusableRedisException {
    try {
      connector.check(current);
      lookForReplicas(current);
    } catch (UnusableRedisException another) {
      drop(current);
      throw another;
    } catch (TimeoutException | ExecutionException away) {
      drop(current);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /// Counts the replicas: at each connection, then every [#LOOK] calls, and at each call while
  /// there are any. Opens the connection for changes if it is missing.
  private void lookForReplicas(RedisConnection current)
      throws UnusableRedisException, InterruptedException, TimeoutException, ExecutionException {
    if (!connector.confirming() || (replicas == 0 && untilLook-- > 0)) {
      return;
    }
    untilLook = LOOK;
    replicas = connector.replicas(current);
    if (replicas == 0) {
      disconnectChanges();
    } else if (changes() == null) {
      connectForChanges();
    }
  }

  /// Without this connection, for example because Redis has too many, changes are made on the other
  /// one, and no replica confirms them.
  private void connectForChanges() throws UnusableRedisException, InterruptedException {
    try {
      changes.set(new ReplicaWait(connector.connect(uri)));
      if (closed) {
        disconnectChanges();
      }
    } catch (TimeoutException | ExecutionException refused) {
      EventLog.debug("redis.unconfirmed", "at", name, "reason", rootOf(refused));
    }
  }

  /// Logs each reason once, not on every attempt.
  private void warn(String event, String reason) {
    if (!reason.equals(said)) {
      EventLog.warn(event, "at", name, "reason", reason);
      said = reason;
    }
  }

  private static Throwable rootOf(Throwable failed) {
    Throwable root = failed;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return root;
  }
}
