package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.calotype.Await;
import io.calotype.MetricText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags, purges and links for caches in front of the server.
class CdnProgramTest {
  private static final String KEY = "Bearer admin-key";
  private static final String PATH = "/api/media/shown/thumbnail?size=small";
  private static final String CHROME =
      "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
  private static final String FIREFOX =
      "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5";
  private static final String OLD = "image/png,image/*;q=0.8,*/*;q=0.5";

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void delivery_withoutPurges_hasTagsOfPublicMediaOnly() {
    try (Server program = program(Map.of())) {
      upload(program, "shown?group=g&visibility=public");
      upload(program, "own?group=g&visibility=private");

      HttpResponse<byte[]> shown = program.get(PATH);
      assertThat(header(shown, "Cache-Tag")).isEqualTo("m-shown,g-g");
      assertThat(header(shown, "Surrogate-Key")).isEqualTo("m-shown g-g");
      assertThat(header(shown, "CDN-Cache-Control")).isEqualTo("none");
      assertThat(header(shown, "Cache-Control")).contains("s-maxage=3600");
      String etag = header(shown, "ETag");
      assertThat(header(program.get(PATH, "If-None-Match", etag), "Cache-Tag"))
          .isEqualTo("m-shown,g-g");
      assertThat(header(program.get("/images/own", "Authorization", KEY), "Cache-Tag"))
          .isEqualTo("none");
      assertThat(header(program.get("/images/absent"), "Cache-Tag")).isEqualTo("none");
      assertThat(header(program.get("/api/media/shown/content", "Authorization", KEY), "Cache-Tag"))
          .isEqualTo("none");
    }
  }

  @Test
  void change_withWebhook_isReportedByTags() throws Exception {
    Queue<String> bodies = new ConcurrentLinkedQueue<>();
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/purge",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/purge?key=hush";
    try (Server program = program(Map.of("CDN_PURGE", "webhook:" + url))) {
      upload(program, "shown?visibility=public");
      HttpResponse<byte[]> shown = program.get(PATH);
      assertThat(header(shown, "CDN-Cache-Control"))
          .isEqualTo("max-age=31536000, stale-while-revalidate=60");
      assertThat(header(shown, "Cache-Control")).isEqualTo("public, max-age=31536000");
      assertThat(bodies).isEmpty();

      patch(program, "shown", "{\"visibility\":\"private\"}");
      Await.until(() -> bodies.contains("{\"tags\":[\"m-shown\"]}"), "the first purge");
      bodies.clear();
      assertThat(program.send(authorized(program, "/api/media/shown").DELETE()).statusCode())
          .isEqualTo(204);
      Await.until(() -> bodies.contains("{\"tags\":[\"m-shown\"]}"), "the second purge");
      assertThat(metric(program, "calotype_cdn_purged_tags_total")).isGreaterThanOrEqualTo(2);
      assertThat(String.join("", program.log())).doesNotContain("hush");
    } finally {
      hook.stop(0);
    }
  }

  /// The webhook refuses every purge until the server is killed.
  @Test
  void kill_betweenDeletionAndPurge_isPurgedAfterTheStart() throws Exception {
    Queue<String> bodies = new ConcurrentLinkedQueue<>();
    AtomicInteger status = new AtomicInteger(503);
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (status.get() == 204) {
            bodies.add(body);
          }
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    hook.start();
    Map<String, String> settings =
        Map.of("CDN_PURGE", "webhook:http://127.0.0.1:" + hook.getAddress().getPort());
    try (Program killed = Program.start(folder.resolve("data"), withKeys(settings))) {
      upload(killed, "shown?visibility=public");
      assertThat(killed.send(authorized(killed, "/api/media/shown").DELETE()).statusCode())
          .isEqualTo(204);
      killed.kill();
    }
    status.set(204);
    try (Server program = program(settings)) {
      Await.until(() -> bodies.contains("{\"tags\":[\"m-shown\"]}"), "the purge");

      assertThat(metric(program, "calotype_cdn_dead_purges")).isZero();
    } finally {
      hook.stop(0);
    }
  }

  /// A provider that is away delays no answer and fails no deletion.
  @Test
  void delete_providerAway_isDoneAndCounted() throws Exception {
    int closed = Varnish.freePort();
    try (Server program = program(Map.of("CDN_PURGE", "varnish:http://127.0.0.1:" + closed))) {
      upload(program, "shown?visibility=public");
      assertThat(program.send(authorized(program, "/api/media/shown").DELETE()).statusCode())
          .isEqualTo(204);

      Await.until(
          () -> metric(program, "calotype_cdn_purge_retries_total{provider=\"varnish\"") > 0,
          "a retry");
    }
  }

  @Test
  void links_withCdnUrl_areThoseOfPublicRenditionsOnly() {
    try (Server program =
        program(
            Map.of("CDN_URL", "https://cdn.example.org/", "PUBLIC_URL", "https://m.example.org"))) {
      upload(program, "shown?visibility=public");
      upload(program, "own?visibility=private");
      String shown = text(program.send(authorized(program, "/api/media/shown")));
      String own = text(program.send(authorized(program, "/api/media/own")));

      assertThat(shown)
          .contains(
              "\"thumbnail\":\"https://cdn.example.org/api/media/shown/thumbnail?v=",
              "\"image\":\"https://cdn.example.org/images/shown?v=",
              "\"content\":\"https://m.example.org/api/media/shown/content?v=",
              "\"self\":\"https://m.example.org/api/media/shown\"");
      assertThat(own).doesNotContain("cdn.example.org");
    }
  }

  /// Varnish keeps one object for each class of clients, and one purge removes all of them.
  @Test
  void varnish_inFront_sharesObjectsAndLosesAllByOnePurge() throws Exception {
    Varnish.assumeInstalled();
    int port = Varnish.freePort();
    try (Server program = program(Map.of("CDN_PURGE", "varnish:http://127.0.0.1:" + port));
        Varnish varnish =
            Varnish.start(Files.createDirectory(folder.resolve("v")), port, program.port())) {
      upload(program, "shown?visibility=public");
      upload(program, "other?visibility=public");
      upload(program, "own?visibility=private");
      String other = "/images/other?w=64";

      assertThat(cached(varnish, PATH, CHROME)).isEqualTo("200 MISS");
      assertThat(cached(varnish, PATH, OLD)).isEqualTo("200 MISS");
      assertThat(cached(varnish, PATH, OLD + ",text/html")).isEqualTo("200 HIT");
      assertThat(cached(varnish, other, OLD)).isEqualTo("200 MISS");
      for (String path : List.of(PATH, "/images/shown?w=64", "/images/shown.png?w=128")) {
        cached(varnish, path, OLD);
        assertThat(cached(varnish, path, OLD)).isEqualTo("200 HIT");
      }
      assertThat(cached(varnish, "/images/own", OLD)).startsWith("404");

      patch(program, "shown", "{\"visibility\":\"private\"}");
      for (String path : List.of(PATH, "/images/shown?w=64", "/images/shown.png?w=128")) {
        Await.until(() -> cached(varnish, path, OLD).startsWith("404"), "404 by " + path);
        assertThat(cached(varnish, path, FIREFOX)).startsWith("404");
      }
      assertThat(cached(varnish, other, OLD)).isEqualTo("200 HIT");
    }
  }

  private Server program(Map<String, String> settings) {
    return InJvm.start(folder.resolve("data"), withKeys(settings));
  }

  private static Map<String, String> withKeys(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("API_KEYS", AccessProgram.keys("admin:admin"));
    all.put("PREGENERATE", "");
    all.put("TRUSTED_PROXIES", "127.0.0.1");
    return all;
  }

  private static void upload(Server program, String media) {
    HttpRequest.Builder request =
        authorized(program, "/api/media/" + media)
            .PUT(BodyPublishers.ofByteArray(Pictures.jpeg(320, 240, media.length())));
    assertThat(program.send(request).statusCode()).isEqualTo(201);
  }

  private static void patch(Server program, String id, String body) {
    HttpRequest.Builder request =
        authorized(program, "/api/media/" + id)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(body));
    assertThat(program.send(request).statusCode()).isEqualTo(200);
  }

  private static HttpRequest.Builder authorized(Server program, String path) {
    return program.request(path).header("Authorization", KEY);
  }

  private static double metric(Server program, String name) {
    return MetricText.sum(program.send(authorized(program, "/metrics")).body(), name);
  }

  private String cached(Varnish varnish, String path, String accept) {
    try {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(varnish.uri(path)).header("Accept", accept).build(),
              BodyHandlers.ofByteArray());
      return answer.statusCode() + " " + header(answer, "X-Cache");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
