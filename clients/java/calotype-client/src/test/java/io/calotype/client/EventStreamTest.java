package io.calotype.client;

import static io.calotype.client.FakeServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import io.calotype.client.EventStream.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final Patience SHORT = new Patience(Duration.ofMillis(50), Duration.ZERO);

  private final List<String> resumed = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  private static EventStream open(FakeServer server) {
    return new EventStream(Calotype.builder(server.url()).transport(), SHORT, null);
  }

  /// Sends an event and the half of another, and then nothing.
  private void silent(HttpExchange exchange, int number) throws IOException {
    resumed.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
    String event = "id: " + number + "\nevent: uploaded\ndata: {\"id\":\"m\",\"kind\":null}\n\n";
    exchange.sendResponseHeaders(200, 0);
    exchange
        .getResponseBody()
        .write((event + "id: cut\nevent: x").getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    try {
      end.await();
    } catch (InterruptedException closed) {
      // the test has ended
    }
  }

  /// The next event of a media. A connection may be silent for too long before its first event.
  private static Event uploaded(EventStream events) {
    Event event = events.next();
    return event.equals(Event.RESET) ? uploaded(events) : event;
  }

  @Test
  void next_silentConnection_isReplacedAndResumed() throws IOException {
    try (FakeServer server = new FakeServer(this::silent);
        EventStream events = open(server)) {
      assertThat(events.next()).isEqualTo(Event.RESET);
      Event first = uploaded(events);
      Event second = uploaded(events);
      end.countDown();

      assertThat(first.media()).isEqualTo("m");
      assertThat(first.kind()).isNull();
      assertThat(resumed.get(Integer.parseInt(second.id()) - 1)).isEqualTo(first.id());
    }
  }

  @Test
  void next_serverAwayAndRefusal_connectsAgainAndFails() throws IOException {
    try (FakeServer server =
            new FakeServer((exchange, number) -> answer(exchange, number < 3 ? 503 : 401, "{}"));
        EventStream events = open(server)) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(events::next)
          .withMessageStartingWith("401");
      assertThat(server.credentials()).hasSize(3);
    }
  }
}
