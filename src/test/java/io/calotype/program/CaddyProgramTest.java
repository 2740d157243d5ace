package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Await;
import io.calotype.EventReader;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Caddy with docs/Caddyfile in front of a server with keys. The other node of the document
/// does not run.
class CaddyProgramTest {
  private static final Path BINARY = Path.of("/usr/bin/caddy");
  private static final String KEY = "Bearer admin-key";

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address = "http://127.0.0.1:" + RedisServer.freePort();

  @Test
  void requests_throughCaddy_areAnsweredByTheNodeThatRuns() throws Exception {
    assumeTrue(Files.exists(BINARY), "this test needs Debian's caddy");
    byte[] photo = Pictures.jpeg(640, 480, 1);
    Map<String, String> settings =
        Map.of(
            "API_KEYS",
            AccessProgram.keys("admin:admin"),
            "PUBLIC_URL",
            address,
            "TRUSTED_PROXIES",
            "127.0.0.1");
    try (Server program = InJvm.start(folder.resolve("data"), settings)) {
      // Caddy sends nothing for two seconds to a node that was not ready when it looked.
      Await.until(() -> program.get("/health/ready").statusCode() == 200, "a ready node");
      Process caddy = caddy(program.port());
      try {
        Await.until(this::answers, "an answer through Caddy");

        EventReader events =
            EventReader.open(
                HttpRequest.newBuilder(URI.create(address + "/api/events"))
                    .header("Authorization", KEY));
        HttpRequest upload = to("/api/media/open").PUT(BodyPublishers.ofByteArray(photo)).build();
        assertThat(client.send(upload, BodyHandlers.ofString()))
            .satisfies(answer -> assertThat(answer.statusCode()).as(output()).isEqualTo(201))
            .satisfies(answer -> assertThat(answer.body()).contains(address + "/images/open"));
        events.await("uploaded open");
        events.close();
        assertThat(get("/images/open/small").headers().firstValue("Cache-Status"))
            .hasValue("calotype; hit; detail=memory");
        HttpResponse<byte[]> part =
            get("/api/media/open/content", "Authorization", KEY, "Range", "bytes=10-19");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(photo, 10, 20));
        assertThat(get("/metrics").statusCode()).isEqualTo(404);
        assertThat(get("/health/ready").statusCode()).isEqualTo(404);
      } finally {
        caddy.destroyForcibly(); // asked to end, it waits for the response with events
        caddy.onExit().join();
      }
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() throws Exception {
    try {
      return get("/images/absent").statusCode() == 404;
    } catch (ConnectException notYet) {
      return false;
    }
  }

  private Process caddy(int node) throws IOException {
    Path file = folder.resolve("Caddyfile");
    String site =
        Files.readString(Path.of("docs", "Caddyfile"))
            .replace("media.example.org", address)
            .replace("10.0.0.1:8080", "127.0.0.1:" + node)
            .replace("10.0.0.2:8080", "127.0.0.1:" + RedisServer.freePort());
    Files.writeString(file, "{\n\tadmin off\n}\n" + site);
    ProcessBuilder caddy =
        new ProcessBuilder(BINARY.toString(), "run", "--config", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    caddy.environment().put("HOME", folder.toString());
    return caddy.start();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", KEY);
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofByteArray());
  }
}
