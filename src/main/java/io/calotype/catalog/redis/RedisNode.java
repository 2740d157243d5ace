package io.calotype.catalog.redis;

import io.calotype.telemetry.EventLog;
import io.lettuce.core.RedisURI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One server, or the one behind Sentinel: the connection to it where there is one.
final class RedisNode {
  private final RedisConnector connector;
  private final RedisURI uri;
  private final String name;
  private final AtomicReference<@Nullable RedisConnection> session = new AtomicReference<>();
  private final AtomicBoolean trying = new AtomicBoolean();
  private volatile String said = "";
  private volatile boolean closed;

  RedisNode(RedisConnector connector, RedisURI uri) {
    this.connector = connector;
    this.uri = uri;
    this.name = RedisAddress.name(uri);
  }

  /// `host:port` of a plain server.
  String name() {
    return name;
  }

  /// Where it is, of a plain server.
  String host() {
    return uri.getHost();
  }

  /// The connection; null where there is none.
  @Nullable RedisConnection session() {
    RedisConnection current = session.get();
    return current != null && current.connection().isOpen() ? current : null;
  }

  /// Gives up `lost`, which does not answer.
  void drop(RedisConnection lost) {
    if (session.compareAndSet(lost, null)) {
      EventLog.warn("redis.lost", "at", name);
    }
    var _ = lost.connection().closeAsync();
  }

  /// Gives up the connection, and one that is being made: nobody needs it any more.
  void close() {
    closed = true;
    end();
  }

  private void end() {
    RedisConnection last = session.getAndSet(null);
    if (last != null) {
      var _ = last.connection().closeAsync();
    }
  }

  /// One try; that nobody answers is no error.
  void connect() throws UnusableRedisException {
    try {
      session.set(connector.connect(uri));
      said = "";
      EventLog.info("redis.connected", "at", name);
      if (closed) {
        end();
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException away) {
      warn("redis.away", rootOf(away).toString());
    }
  }

  /// One try where there is no connection, and nobody else is trying.
  void connectWhereMissing() {
    if (session() == null && trying.compareAndSet(false, true)) {
      try {
        connect();
      } catch (UnusableRedisException refusal) {
        warn("redis.refused", String.valueOf(refusal.getMessage()));
      } finally {
        trying.set(false);
      }
    }
  }

  /// Once for each reason, and not every second.
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
