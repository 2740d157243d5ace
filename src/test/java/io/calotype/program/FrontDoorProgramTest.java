package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks of a request before any lookup: keys, other origins, limits, ports.
class FrontDoorProgramTest {
  @TempDir Path data;

  @Test
  void keysNew_itsEntry_letsTheKeyIn() throws Exception {
    List<String> made = run(Map.of(), "keys", "new", "--role", "admin", "--name", "me");
    String key = after("key: ", made);

    try (Server program = InJvm.start(data, Map.of("API_KEYS", after("entry: ", made)))) {
      assertThat(program.get("/api/media").statusCode()).isEqualTo(401);
      assertThat(program.get("/api/media", "Authorization", "bearer " + key).statusCode())
          .isEqualTo(200);
      assertThat(made.stream().filter(line -> line.contains(key))).hasSize(1);
      assertThat(program.log()).noneMatch(line -> line.contains(key));
    }
  }

  @Test
  void keysNew_wrongRole_saysWhichThereAre() throws Exception {
    assertThat(run(Map.of(), "keys", "new", "--role", "king", "--name", "me"))
        .singleElement()
        .asString()
        .contains("viewer, editor or admin");
  }

  @Test
  void sign_aUrl_opensItUntilItExpires() throws Exception {
    Map<String, String> settings =
        Map.of(
            "API_KEYS", "me:admin:" + Sha256.ofText("k"),
            "SIGNING_KEYS", "a signing key of some length",
            "DEFAULT_VISIBILITY", "private");
    try (Server program = InJvm.start(data, settings)) {
      HttpRequest.Builder upload =
          program
              .request("/api/media/cat")
              .header("Authorization", "Bearer k")
              .PUT(HttpRequest.BodyPublishers.ofByteArray(Pictures.jpeg(64, 48, 1)));
      assertThat(program.send(upload).statusCode()).isEqualTo(201);
      String url = "http://127.0.0.1:" + program.port() + "/images/cat/small?format=png";

      String signed = run(settings, "sign", url, "--expires", "1h").getFirst();

      assertThat(signed)
          .startsWith("http://127.0.0.1:" + program.port() + "/images/cat/small?exp=");
      assertThat(status(URI.create(url))).isEqualTo(404);
      assertThat(status(URI.create(signed))).isEqualTo(200);
    }
  }

  @Test
  void rateLimit_uploadsAndColdRenders_are429AndHitsAreNot() {
    Map<String, String> settings = Map.of("RATE_LIMIT", "3", "PREGENERATE", "");
    try (Server program = InJvm.start(data, settings)) {
      assertThat(program.put("a", Pictures.jpeg(64, 48, 1)).statusCode()).isEqualTo(201);
      assertThat(program.get("/images/a").statusCode()).isEqualTo(200);
      assertThat(program.get("/images/a/small.png").statusCode()).isEqualTo(200);

      HttpResponse<byte[]> refused = program.get("/images/a/small.jpg");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
          .isBetween(1L, 20L);
      assertThat(text(refused)).contains("/problems/rate-limited", "\"limit\":3");
      assertThat(program.put("b", Pictures.jpeg(64, 48, 2)).statusCode()).isEqualTo(429);
      assertThat(IntStream.range(0, 50).map(i -> program.get("/images/a").statusCode()).distinct())
          .containsExactly(200);
    }
  }

  @Test
  void adminPort_always_hasHealthAndMetricsAndTheMainPortHasNot() throws Exception {
    int port = freePort();
    Map<String, String> settings =
        Map.of(
            "ADMIN_PORT", port + "",
            "API_KEYS", "me:admin:" + Sha256.ofText("k"));
    try (Server program = InJvm.start(data, settings)) {
      HttpRequest.Builder upload =
          program
              .request("/api/media")
              .header("Authorization", "Bearer k")
              .POST(HttpRequest.BodyPublishers.ofByteArray(Pictures.jpeg(64, 48, 1)));
      assertThat(program.send(upload).statusCode()).isEqualTo(201); // a renderer is there now
      for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
        assertThat(status(URI.create("http://127.0.0.1:" + port + path))).as(path).isEqualTo(200);
        assertThat(program.get(path, "Authorization", "Bearer k").statusCode()).isEqualTo(404);
      }
      assertThat(status(URI.create("http://127.0.0.1:" + port + "/api/media"))).isEqualTo(404);
      assertThat(status(URI.create("http://127.0.0.1:" + port + "/images/x"))).isEqualTo(404);
    }
  }

  @Test
  void cors_configured_letsItsOriginsInAndNoOther() throws Exception {
    Map<String, String> settings = Map.of("CORS_ORIGINS", "https://a.example, https://b.example");
    try (Server program = InJvm.start(data, settings)) {
      program.put("cat", Pictures.jpeg(64, 48, 1));
      HttpResponse<byte[]> allowed =
          program.get("/api/media/cat/thumbnail", "Origin", "https://b.example");
      HttpResponse<byte[]> foreign = program.get("/images/cat", "Origin", "https://c.example");
      HttpResponse<byte[]> problem = program.get("/images/x", "Origin", "https://a.example");
      HttpResponse<byte[]> preflight =
          program.send(
              program
                  .request("/api/media/cat")
                  .headers("Origin", "https://a.example", "Access-Control-Request-Method", "PUT")
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

      assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
          .hasValue("https://b.example");
      assertThat(allowed.headers().firstValue("Access-Control-Expose-Headers"))
          .hasValueSatisfying(value -> assertThat(value).contains("ETag", "Content-Range"));
      assertThat(allowed.headers().allValues("Vary")).containsExactlyInAnyOrder("origin", "accept");
      assertThat(program.get("/images/cat").headers().firstValue("Timing-Allow-Origin"))
          .hasValue("https://a.example, https://b.example");
      assertThat(foreign.statusCode()).isEqualTo(200);
      assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(foreign.headers().allValues("Vary")).containsExactly("origin");
      assertThat(problem.headers().firstValue("Access-Control-Allow-Origin"))
          .hasValue("https://a.example");
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
          .hasValueSatisfying(value -> assertThat(value).contains("PUT", "DELETE"));
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
          .hasValueSatisfying(value -> assertThat(value).contains("Authorization"));
    }
  }

  @Test
  void cors_notConfigured_allowsNoOrigin() {
    try (Server program = InJvm.start(data)) {
      HttpResponse<byte[]> answer = program.get("/api/media", "Origin", "https://a.example");

      assertThat(answer.headers().map()).doesNotContainKeys("access-control-allow-origin", "vary");
    }
  }

  private static int status(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String after(String label, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static List<String> run(Map<String, String> settings, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("./calotype"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    settings.forEach((key, value) -> builder.environment().put("CALOTYPE_" + key, value));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putIfAbsent("CALOTYPE_JAVA_OPTS", Program.FAST_START);
    try (BufferedReader output = builder.start().inputReader()) {
      return output.lines().toList();
    }
  }
}
