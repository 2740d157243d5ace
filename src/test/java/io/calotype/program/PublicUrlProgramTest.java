package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calotype.json.JsonValue;
import io.calotype.media.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server behind a proxy that removes the prefix of `PUBLIC_URL`.
class PublicUrlProgramTest {
  private static final String PREFIX = "/media";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path data;

  @Test
  void publicUrl_withAPrefix_worksForLinksSignaturesTokensAndTheCommandLine() throws Exception {
    CompletableFuture<Server> behind = new CompletableFuture<>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(PREFIX + "/", exchange -> forward(exchange, behind.join()));
    proxy.start();
    String site = "http://127.0.0.1:" + proxy.getAddress().getPort() + PREFIX;
    Map<String, String> settings =
        Map.of(
            "API_KEYS",
            "me:admin:" + Sha256.ofText("k"),
            "SIGNING_KEYS",
            "a signing key of some length",
            "DEFAULT_VISIBILITY",
            "private",
            "PUBLIC_URL",
            site);
    try (Server program = InJvm.start(data, settings)) {
      behind.complete(program);
      HttpResponse<String> uploaded =
          send(
              request(site + "/api/media/cat")
                  .header("Authorization", "Bearer k")
                  .PUT(BodyPublishers.ofByteArray(Pictures.jpeg(640, 480, 1))));

      assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
      assertThat(uploaded.headers().firstValue("Location")).hasValue(site + "/api/media/cat");
      JsonValue links = JsonValue.read(uploaded.body()).orElseThrow().at("links");
      for (String name : List.of("content", "thumbnail", "image")) {
        assertThat(status(links.at(name).text())).as(name).isEqualTo(200);
      }
      assertThat(status(site + "/images/cat/small")).isEqualTo(404);
      assertThat(status(run(settings, "sign", site + "/images/cat?w=123"))).isEqualTo(200);
      String path = run(settings, "sign", PREFIX + "/images/cat/small");
      assertThat(status(site.replace(PREFIX, path))).isEqualTo(200);
      String token = run(settings, "sign", "--media", "cat", "--expires", "PT5M");
      assertThat(status(site + "/images/cat?w=200&t=" + token)).isEqualTo(200);
      assertThat(run(settings, "ls", "--url", site, "--key", "k")).contains("cat");
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void sign_neitherOrBoth_saysWhichToName() throws IOException {
    Map<String, String> settings = Map.of("SIGNING_KEYS", "a signing key of some length");

    assertThat(run(settings, "sign")).contains("either a URL or --media");
    assertThat(run(settings, "sign", "/images/cat", "--media", "cat"))
        .contains("either a URL or --media");
    assertThat(run(settings, "sign", "--media", "../cat")).contains("an id");
    assertThat(run(settings, "sign", "--media", "cat", "--expires", "9999999d"))
        .contains("at most");
    assertThat(run(Map.of(), "sign", "--media", "cat")).contains("CALOTYPE_SIGNING_KEYS");
  }

  /// The effect of a proxy with `location /media/ { proxy_pass http://server/; }`.
  private void forward(HttpExchange exchange, Server program) throws IOException {
    String target = exchange.getRequestURI().toString().substring(PREFIX.length());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + program.port() + target))
            .header("X-Forwarded-For", "127.0.0.1")
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    HttpResponse<byte[]> answer = sent(request, BodyHandlers.ofByteArray());
    answer
        .headers()
        .firstValue("Location")
        .ifPresent(location -> exchange.getResponseHeaders().add("Location", location));
    exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  private int status(String url) throws IOException {
    return send(request(url)).statusCode();
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    return sent(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  private <T> HttpResponse<T> sent(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    try {
      return client.send(request.build(), body);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// All lines that `./calotype` prints.
  private static String run(Map<String, String> settings, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("./calotype"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    settings.forEach((key, value) -> builder.environment().put("CALOTYPE_" + key, value));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putIfAbsent("CALOTYPE_JAVA_OPTS", Program.FAST_START);
    try (BufferedReader output = builder.start().inputReader()) {
      return String.join("\n", output.lines().toList());
    }
  }
}
