package io.calotype.http;

import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
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

/// The connections of one event loop: not too many in all, and none whose client holds things up.
///
/// Used on that event loop alone, but for the number of all connections.
final class LoopConnections {
  private final Map<HttpConnection, MonitoredConnection> open = new LinkedHashMap<>();
  private final ConnectionLimit all;
  private final int max;
  private final Telemetry telemetry;

  /// Counts in `all`, which every loop of the server shares, up to `max`.
  LoopConnections(ConnectionLimit all, int max, Telemetry telemetry) {
    this.all = all;
    this.max = max;
    this.telemetry = telemetry;
  }

  /// Watches a new connection. Where there are too many, an idle one makes room for it: that whose
  /// last request is longest ago, of this loop, or else of another. Where none is idle, the new one
  /// is closed.
  void accept(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    MonitoredConnection monitored = new MonitoredConnection(channel);
    channel.pipeline().addFirst(monitored);
    channel.closeFuture().addListener(closed -> forget(connection));
    if (all.add() > max && !closeIdle()) {
      all.makeRoom(this, () -> close(connection, MonitoredConnection.Fault.TOO_MANY));
    }
    if (channel.isOpen()) {
      open.put(connection, monitored);
    }
  }

  /// Closes an idle connection. False where there is none.
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

  /// The last request on a connection; empty where it has had none.
  Optional<HttpServerRequest> current(HttpConnection connection) {
    MonitoredConnection monitored = open.get(connection);
    return monitored == null ? Optional.empty() : monitored.current();
  }

  /// The headers of a request are complete.
  void begin(HttpServerRequest request) {
    MonitoredConnection monitored = open.get(request.connection());
    if (monitored != null) {
      monitored.begin(request);
    }
  }

  /// Closes what is too slow. Called once a second.
  void look() {
    long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    List.copyOf(open.entrySet())
        .forEach(
            entry -> entry.getValue().look(now).ifPresent(fault -> close(entry.getKey(), fault)));
  }

  private void close(HttpConnection connection, MonitoredConnection.Fault fault) {
    String reason = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    telemetry.connectionClosed(reason);
    EventLog.debug("connection.closed", "reason", reason, "client", connection.remoteAddress());
    Channel channel = ((ConnectionBase) connection).channel();
    channel.unsafe().close(channel.voidPromise()); // past handlers that would flush first
  }
}
