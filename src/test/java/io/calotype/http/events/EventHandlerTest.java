package io.calotype.http.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.EventReader;
import io.calotype.catalog.EventJournal;
import io.calotype.catalog.EventPosition;
import io.calotype.catalog.JournalEntry;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.events.EventFeed;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.KeylessContext;
import io.calotype.http.exchange.ServerContext;
import io.calotype.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Responses of a server without events.
class EventHandlerTest {
  private final Telemetry telemetry = new Telemetry();
  private final EventFeed feed =
      new EventFeed(new Silent(), new LocalInvalidations(), Clock.systemUTC());
  private final EventHandler handler =
      new EventHandler(
          feed, new StreamLimit(2, 1), telemetry, Clock.systemUTC(), Duration.ofMillis(20));
  private Vertx vertx;
  private HttpServer server;

  @BeforeEach
  void listen() {
    ServerContext context = KeylessContext.open();
    vertx = Vertx.vertx();
    server =
        vertx
            .createHttpServer()
            .requestHandler(request ->
                handler.stream(new HttpExchange(request, vertx.getOrCreateContext(), context)))
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void close() {
    feed.close();
    vertx.close().await();
  }

  private EventReader read() {
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/api/events");
    return EventReader.open(HttpRequest.newBuilder(uri));
  }

  @Test
  void response_withoutEvents_hasComments() {
    try (EventReader reader = read()) {
      Await.until(() -> reader.comments() >= 3, "comments");

      assertThat(reader.events()).isEmpty();
      assertThat(reader.ended()).isFalse();
    }
  }

  @Test
  void close_openResponse_endsItAndThoseThatFollow() {
    try (EventReader open = read()) {
      assertThat(telemetry.sum("calotype_events_streams")).isEqualTo(1);

      handler.close();

      Await.until(open::ended, "the end of the response");
      assertThat(open.broken()).isFalse();
    }
    Await.until(() -> telemetry.sum("calotype_events_streams") == 0, "no open response");
    try (EventReader late = read()) {
      Await.until(late::ended, "the end of the response");
      assertThat(late.status()).isEqualTo(200);
    }
    assertThat(telemetry.sum("calotype_events_streams_ended", "reason", "stopped")).isEqualTo(2);
  }

  /// A journal without events.
  private static final class Silent implements EventJournal {
    private final Semaphore never = new Semaphore(0);

    @Override
    public List<JournalEntry> latest() {
      return List.of();
    }

    @Override
    public List<JournalEntry> after(EventPosition position) {
      try {
        var _ = never.tryAcquire(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return List.of();
    }

    @Override
    public void close() {}
  }
}
