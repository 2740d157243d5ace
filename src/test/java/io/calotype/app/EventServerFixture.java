package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.EventReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A server with editors, a viewer, an admin, and readers of its events.
abstract class EventServerFixture {
  static final String EVENTS = "/api/events";
  static final String JWT_SECRET = "a secret of at least thirty-two bytes";

  private final List<EventReader> readers = new ArrayList<>();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  AcceptingServer server;

  @BeforeEach
  void start() {
    server = AcceptingServer.start(settings());
  }

  final Map<String, String> settings() {
    return Map.of(
        "DATA_DIR",
        folder.resolve("data").toString(),
        "MAX_CONNECTIONS",
        "16",
        "JWT_SECRET",
        JWT_SECRET,
        "SIGNING_KEYS",
        "a-secret",
        "API_KEYS",
        AcceptingServer.keys(
            "app:editor", "other:editor", "seer:viewer", "root:admin", "probe:metrics"));
  }

  @AfterEach
  void stop() {
    readers.forEach(EventReader::close);
    server.close();
  }

  final EventReader read(String name, String... headers) {
    return read(server.as(name, EVENTS), headers);
  }

  final EventReader read(HttpRequest.Builder request, String... headers) {
    EventReader reader = EventReader.open(headers.length == 0 ? request : request.headers(headers));
    readers.add(reader);
    return reader;
  }

  final void put(String id) {
    assertThat(server.put("app", "/api/media/" + id, AcceptingServer.jpeg(1)).statusCode())
        .isEqualTo(201);
  }

  final void patch(String id, String change) {
    HttpRequest.Builder request =
        server
            .as("app", "/api/media/" + id)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(change));
    assertThat(server.send(request).statusCode()).isEqualTo(200);
  }

  final void delete(String id) {
    assertThat(server.send(server.as("app", "/api/media/" + id).DELETE()).statusCode())
        .isEqualTo(204);
  }
}
