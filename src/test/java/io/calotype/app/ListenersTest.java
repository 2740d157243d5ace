package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The server, and its separate listener for health and metrics.
class ListenersTest {
  /// More connections than event loops.
  private static final int CONNECTIONS = 64;

  @Test
  void anyPortForBoth_always_isTwoPorts() throws IOException, InterruptedException {
    InProcess program = InProcess.start(Map.of("CALOTYPE_ADMIN_PORT", "0"));
    try {
      HttpRequest health =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + program.port() + "/health/live"))
              .build();
      for (int i = 0; i < CONNECTIONS; i++) {
        try (HttpClient fresh = HttpClient.newHttpClient()) {
          assertThat(fresh.send(health, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
        }
      }
    } finally {
      program.stop();
    }
  }
}
