package io.calotype.http.events;

import io.calotype.events.EventFeed;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/// Sends the events of media that a caller may see.
public final class EventHandler implements AutoCloseable {
  /// Shorter than the read timeouts of common proxies, and than the server's own for idle
  /// connections.
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final OpenStreams open = new OpenStreams();
  private final EventFeed feed;
  private final StreamLimit limit;
  private final EventStream.Shared shared;

  /// Creates a handler that sends the events of `feed`.
  ///
  /// @param maxConnections the maximum number of connections of the server
  public EventHandler(EventFeed feed, int maxConnections, Telemetry telemetry, Clock clock) {
    this(feed, StreamLimit.within(maxConnections), telemetry, clock, HEARTBEAT);
  }

  /// Creates a handler with another time between two comments.
  EventHandler(
      EventFeed feed, StreamLimit limit, Telemetry telemetry, Clock clock, Duration heartbeat) {
    EventStreamMeters meters = new EventStreamMeters(telemetry);
    this.feed = feed;
    this.limit = limit;
    this.shared = new EventStream.Shared(feed, open, meters, clock, heartbeat);
    meters.observe(limit::open);
  }

  /// Answers `GET /api/events`.
  public void stream(HttpExchange exchange) {
    exchange.offload(() -> {
      exchange.require();
      exchange.parameters().require(Set.of());
      if (exchange.head()) {
        exchange.onLoop(() -> {
          EventStream.head(exchange);
          exchange.response().end();
        });
      } else {
        begin(exchange);
      }
    });
  }

  private void begin(HttpExchange exchange) {
    EventViewer viewer = EventViewer.of(exchange);
    StreamLimit.Place right = limit.take(exchange.budget().key().text());
    try {
      feed.open();
      EventStream stream = new EventStream(exchange, viewer, right, shared);
      exchange.onLoop(stream::begin);
    } catch (RuntimeException refused) {
      right.close();
      throw refused;
    }
  }

  /// Ends all responses at once. Clients connect again, to another node or after the restart.
  @Override
  public void close() {
    open.stop();
  }
}
