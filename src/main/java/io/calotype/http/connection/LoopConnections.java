package io.calotype.http.connection;

import io.calotype.telemetry.EventLog;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The connections of one event loop. Limits their number and closes those of slow clients.
///
/// Used on that event loop only, except for the total count of connections.
public final class LoopConnections {
  private final Map<HttpConnection, MonitoredConnection> open = new LinkedHashMap<>();
  private final ConnectionLimit all;

  /// Counts connections in `all`, which all loops of the server share.
  public LoopConnections(ConnectionLimit all) {
    this.all = all;
  }

  /// Registers a new connection. Above the limit, it closes the idle connection with the oldest
  /// last request, first of this loop, then of another. Without an idle connection it closes the
  /// new one. Returns the state of the connection.
  public MonitoredConnection accept(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    MonitoredConnection monitored = new MonitoredConnection(channel);
    channel.pipeline().addFirst(monitored);
    channel.closeFuture().addListener(closed -> forget(connection));
    if (all.add() && !closeIdle()) {
      all.makeRoom(this, () -> close(connection, MonitoredConnection.Fault.TOO_MANY));
    }
    if (channel.isOpen()) {
      open.put(connection, monitored);
    }
    return monitored;
  }

  /// Closes an idle connection. Returns false if there is none.
  boolean closeIdle() {
    Optional<HttpConnection> idle = idle();
    idle.ifPresent(connection -> close(connection, MonitoredConnection.Fault.TOO_MANY));
    return idle.isPresent();
  }

  private void forget(HttpConnection connection) {
    open.remove(connection);
    all.remove();
  }

  private Optional<HttpConnection> idle() {
    return open.entrySet().stream()
        .filter(entry -> entry.getValue().idle())
        .min(Comparator.comparingLong(entry -> entry.getValue().lastBegun()))
        .map(Map.Entry::getKey);
  }

  /// The last request on a connection; empty before the first.
  public Optional<HttpServerRequest> current(HttpConnection connection) {
    MonitoredConnection monitored = open.get(connection);
    return monitored == null ? Optional.empty() : monitored.current();
  }

  /// Records that the headers of a request are complete.
  public void begin(HttpServerRequest request) {
    MonitoredConnection monitored = open.get(request.connection());
    if (monitored != null) {
      monitored.begin(request);
    }
  }

  /// Closes connections that are too slow. Called once a second.
  public void look() {
    long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    List.copyOf(open.entrySet())
        .forEach(
            entry -> entry.getValue().look(now).ifPresent(fault -> close(entry.getKey(), fault)));
  }

  private void close(HttpConnection connection, MonitoredConnection.Fault fault) {
    String reason = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    all.closed(reason);
    EventLog.debug("connection.closed", "reason", reason, "client", connection.remoteAddress());
    Channel channel = ((ConnectionBase) connection).channel();
    channel.unsafe().close(channel.voidPromise()); // bypasses handlers that would flush first
  }
}
