package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.calotype.Await;
import io.calotype.json.JsonValue;
import io.calotype.media.Sha256;
import io.calotype.originals.s3.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Deliveries that are redirected: to a real S3 server, and to a CDN that fetches from the server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedirectTest {
  private static final byte[] JPEG = AcceptingServer.jpeg(1);
  private static final String SVG =
      "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>";

  private final AcceptingServer server =
      AcceptingServer.start(settings(Map.of("RENDITIONS", "s3", "REDIRECT_FROM", "1000")));

  private static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(S3Server.shared().environment("redirects"));
    settings.put("S3_PREFIX", UUID.randomUUID().toString());
    settings.put("DELIVERY", "redirect");
    settings.put("API_KEYS", AcceptingServer.keys("app:editor", "other:editor", "root:admin"));
    settings.put("SIGNING_KEYS", "a-secret");
    settings.putAll(more);
    return settings;
  }

  @AfterAll
  void close() {
    server.close();
  }

  private void upload(AcceptingServer where, String media, byte[] bytes) {
    assertThat(where.put("app", "/api/media/" + media, bytes).statusCode()).isEqualTo(201);
  }

  private HttpResponse<byte[]> original(String path, String... headers) {
    HttpRequest.Builder request = server.as("app", "/api/media/" + path);
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  @Test
  void original_inS3_isRedirectedToItsBytes() {
    upload(server, "own?visibility=private", JPEG);

    HttpResponse<byte[]> answer = original("own/content");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-store");
    assertThat(answer.body()).isEmpty();
    HttpResponse<byte[]> stored = follow(answer);
    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(stored.body()).isEqualTo(JPEG);
    assertThat(header(stored, "Content-Type")).isEqualTo("image/jpeg");
    assertThat(header(stored, "Content-Disposition")).isEqualTo("inline; filename=\"own.jpg\"");
  }

  @Test
  void range_ofARedirect_isRepeatedAtTheStore() {
    upload(server, "part?visibility=private", JPEG);

    HttpResponse<byte[]> stored =
        follow(original("part/content", "Range", "bytes=10-19"), "Range", "bytes=10-19");

    assertThat(stored.statusCode()).isEqualTo(206);
    assertThat(stored.body()).isEqualTo(Arrays.copyOfRange(JPEG, 10, 20));
  }

  @Test
  void head_ofAnOriginal_isRedirectedForHead() {
    upload(server, "head?visibility=private", JPEG);

    HttpResponse<byte[]> answer = server.send(server.as("app", "/api/media/head/content").HEAD());

    assertThat(answer.statusCode()).isEqualTo(302);
    HttpResponse<byte[]> stored =
        server.send(HttpRequest.newBuilder(URI.create(header(answer, "Location"))).HEAD());
    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(header(stored, "Content-Length")).isEqualTo("5000");
  }

  @Test
  void download_withAName_isTheNameAtTheStore() {
    upload(server, "named", JPEG);

    HttpResponse<byte[]> stored = follow(original("named/content?download=b%C3%A9.jpg"));

    assertThat(header(stored, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"b_.jpg\"; filename*=UTF-8''b%C3%A9.jpg");
  }

  @Test
  void preconditions_always_areDecidedBeforeTheRedirect() {
    upload(server, "known", JPEG);
    String etag = '"' + Sha256.of(Sha256.digester().digest(JPEG)).hex() + '"';

    assertThat(original("known/content", "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(original("known/content", "If-None-Match", "\"x\"").statusCode()).isEqualTo(302);
    assertThat(original("known/content", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
    HttpResponse<byte[]> matched = original("known/content", "If-Match", etag);
    assertThat(matched.statusCode()).isEqualTo(200);
    assertThat(matched.body()).isEqualTo(JPEG);
  }

  @Test
  void original_thatABrowserExecutes_isSentByTheServer() {
    upload(server, "drawing", SVG.getBytes(StandardCharsets.UTF_8));

    HttpResponse<byte[]> answer = original("drawing/content");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Security-Policy")).contains("sandbox");
    assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
  }

  @Test
  void url_ofAMediaThatExpires_endsWithIt() {
    upload(server, "brief?ttl=600", JPEG);

    String url = header(original("brief/content"), "Location");

    assertThat(seconds(url)).isBetween(1, 600);
  }

  private static int seconds(String url) {
    return Integer.parseInt(url.replaceAll(".*X-Amz-Expires=([0-9]+).*", "$1"));
  }

  @Test
  void caller_withoutARight_learnsNoUrl() {
    upload(server, "hidden?visibility=private", JPEG);

    HttpResponse<byte[]> answer = server.send(server.as("other", "/api/media/hidden/content"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "Location")).isEqualTo("none");
    assertThat(
            server
                .send(HttpRequest.newBuilder(server.uri("/api/media/hidden/content")))
                .statusCode())
        .isEqualTo(404);
  }

  /// Requests a rendition until it is in the bucket: the first answer does not wait for that.
  private HttpResponse<byte[]> redirected(String path) {
    Await.until(
        () -> server.send(server.as("app", path)).statusCode() == 302, "a redirect of " + path);
    return server.send(server.as("app", path));
  }

  @Test
  void rendition_inTheBucket_isRedirectedToItsBytes() {
    upload(server, "large?visibility=private", JPEG);
    String path = "/api/media/large/thumbnail?size=small&format=webp";

    HttpResponse<byte[]> answer = redirected(path);

    assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-store");
    assertThat(header(answer, "Vary")).contains("authorization");
    assertThat(answer.body()).isEmpty();
    HttpResponse<byte[]> stored = follow(answer);
    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(stored.body()).isEqualTo(new byte[AcceptingServer.RENDITION]);
    assertThat(header(stored, "Content-Type")).isEqualTo("image/webp");
    assertThat(header(stored, "Content-Disposition"))
        .isEqualTo("inline; filename=\"large_thumb.webp\"");
    assertThat(header(stored, "Cache-Control")).isEqualTo("private, max-age=900");
    HttpResponse<byte[]> saved = follow(redirected(path + "&download=b.webp"));
    assertThat(header(saved, "Content-Disposition")).isEqualTo("attachment; filename=\"b.webp\"");
    HttpResponse<byte[]> part = follow(answer, "Range", "bytes=10-19");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).hasSize(10);
    assertThat(server.send(server.as("other", path)).statusCode()).isEqualTo(404);
  }

  @Test
  void rendition_byAccept_isRedirectedWithVaryAndForHead() {
    upload(server, "vary", JPEG);
    String path = "/api/media/vary/thumbnail?size=small";

    assertThat(header(redirected(path), "Vary")).contains("accept");

    HttpResponse<byte[]> head = server.send(server.as("app", path).HEAD());
    assertThat(head.statusCode()).isEqualTo(302);
    HttpResponse<byte[]> stored =
        server.send(HttpRequest.newBuilder(URI.create(header(head, "Location"))).HEAD());
    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(header(stored, "Content-Length")).isEqualTo("" + AcceptingServer.RENDITION);
  }

  @Test
  void preconditionsOfARendition_always_areDecidedBeforeTheRedirect() {
    upload(server, "sure", JPEG);
    String path = "/images/sure.webp";
    redirected(path);
    HttpResponse<byte[]> matched = server.send(server.as("app", path).header("If-Match", "*"));
    assertThat(matched.statusCode()).isEqualTo(200);
    assertThat(matched.body()).hasSize(AcceptingServer.RENDITION);
    String etag = header(matched, "ETag");

    assertThat(server.send(server.as("app", path).header("If-None-Match", etag)).statusCode())
        .isEqualTo(304);
    assertThat(server.send(server.as("app", path + "?via=cdn")).statusCode()).isEqualTo(200);
  }

  @Test
  void urlOfARendition_ofAMediaThatExpires_endsWithIt() {
    upload(server, "short?ttl=600", JPEG);

    assertThat(seconds(header(redirected("/images/short.webp"), "Location"))).isBetween(1, 600);
  }

  /// A CDN asks for each URL once, passes on redirects, and never loops.
  @Test
  void cdn_thatFetchesFromTheServer_endsWithBytes() throws IOException {
    try (Cdn cdn = new Cdn();
        AcceptingServer origin = AcceptingServer.start(settings(cdn.settings()))) {
      cdn.fetchFrom(origin);
      upload(origin, "shown?visibility=public", JPEG);

      for (String path :
          List.of(
              "/api/media/shown/content",
              "/images/shown?w=320",
              "/images/shown.avif",
              "/api/media/shown/thumbnail?size=small&utm_source=x")) {
        HttpResponse<byte[]> answer = get(origin, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(302);
        assertThat(header(answer, "Location")).startsWith(cdn.url + "/").endsWith("&via=cdn");
        assertThat(follow(answer).statusCode()).isEqualTo(200);
        requireExplained(origin, path, cdn.url);
      }
      assertThat(cdn.asked)
          .hasSize(4)
          .anyMatch(url -> url.matches("/api/media/shown/content\\?v=[0-9a-f]{12}&via=cdn"))
          .anyMatch(url -> url.matches("/images/shown\\?w=320&v=[0-9a-f]{12}&via=cdn"))
          .anyMatch(url ->
              url.matches(
                  "/api/media/shown/thumbnail\\?size=small&v=[0-9a-f]{12}&format=jpg&via=cdn"));

      HttpResponse<byte[]> unmarked = follow(URI.create(cdn.url + "/images/shown"));
      assertThat(unmarked.statusCode()).isEqualTo(302);
      assertThat(follow(unmarked).statusCode()).isEqualTo(200);
      assertThat(get(origin, "/images/shown?via=x").statusCode()).isEqualTo(400);
      byte[] record = origin.send(origin.as("app", "/api/media/shown")).body();
      assertThat(new String(record, StandardCharsets.UTF_8))
          .containsPattern("\"image\":\"" + cdn.url + "/images/shown\\?v=[0-9a-f]{12}&via=cdn\"");

      upload(origin, "own?visibility=private", JPEG);
      assertThat(origin.send(origin.as("app", "/images/own")).statusCode()).isEqualTo(200);
      assertThat(header(origin.send(origin.as("app", "/api/media/own/content")), "Location"))
          .contains("X-Amz-Signature=");
      assertThat(get(origin, "/images/own?via=cdn").statusCode()).isEqualTo(404);
      JsonValue unmade = explain(origin, "/images/shown?w=200");
      assertThat(unmade.at("redirect").at("why").text())
          .isEqualTo("only if the rendition has 1000 bytes or more");
    }
  }

  /// An explanation shows no signature: it may be kept in a ticket.
  @Test
  void explanation_ofARedirect_namesItsTargetWithoutItsSignature() {
    upload(server, "told?visibility=private", JPEG);

    JsonValue explained = explain(server, "/api/media/told/content");

    assertThat(explained.at("status").count()).isEqualTo(302);
    assertThat(explained.at("redirect").at("to").text())
        .isEqualTo("the bucket, by a presigned URL");
    assertThat(explained.toString()).doesNotContain("X-Amz");
    JsonValue sent = explain(server, "/api/media/told/content?via=cdn");
    assertThat(sent.at("status").count()).isEqualTo(200);
    assertThat(sent.at("redirect").nested()).isFalse();
  }

  private static void requireExplained(AcceptingServer where, String url, String to) {
    JsonValue explained = explain(where, url);
    assertThat(explained.at("status").count()).as(url).isEqualTo(302);
    assertThat(explained.at("redirect").at("to").text()).isEqualTo(to);
  }

  private static JsonValue explain(AcceptingServer where, String url) {
    String path = "/api/admin/explain?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
    return JsonValue.read(where.send(where.as("root", path)).body()).orElseThrow();
  }

  private static HttpResponse<byte[]> get(AcceptingServer where, String path) {
    return where.send(HttpRequest.newBuilder(where.uri(path)));
  }

  /// A CDN that keeps nothing: it fetches each URL from the server, and passes on its redirects.
  private static final class Cdn implements AutoCloseable {
    private final HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    final String url = "http://127.0.0.1:" + http.getAddress().getPort();
    final Queue<String> asked = new ConcurrentLinkedQueue<>();

    Cdn() throws IOException {}

    Map<String, String> settings() {
      return Map.of("CDN_URL", url, "REDIRECT_FROM", "1000", "PUBLIC_ORIGINALS", "all");
    }

    void fetchFrom(AcceptingServer origin) {
      http.createContext(
          "/",
          exchange -> {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            HttpResponse<byte[]> answer = get(origin, path);
            answer
                .headers()
                .firstValue("Location")
                .ifPresent(target -> exchange.getResponseHeaders().add("Location", target));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
            exchange.close();
          });
      http.start();
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  /// Independent of `DELIVERY`, and only for originals of public media.
  @Test
  void cdnUrl_ofARecord_isTheRedirectOfItsOriginal() {
    Map<String, String> more = Map.of("CDN_URL", "https://cdn.example.org", "DELIVERY", "proxy");
    try (AcceptingServer origin = AcceptingServer.start(settings(more))) {
      String file = "https://cdn.example.org/files/a.jpg?x=1";
      upload(origin, "copy?attr.cdn_url=" + encoded(file), JPEG);
      upload(
          origin, "loop?attr.cdn_url=" + encoded("https://cdn.example.org/api/media/loop"), JPEG);
      upload(origin, "own?visibility=private&attr.cdn_url=" + encoded(file), JPEG);

      HttpResponse<byte[]> answer = origin.send(origin.as("app", "/api/media/copy/content"));
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(header(answer, "Location")).isEqualTo(file);
      assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-store");
      for (String path :
          List.of("copy/content?download", "copy/content?via=cdn", "loop/content", "own/content")) {
        assertThat(origin.send(origin.as("app", "/api/media/" + path)).statusCode())
            .as(path)
            .isEqualTo(200);
      }
      assertThat(origin.send(origin.as("app", "/images/copy")).statusCode()).isEqualTo(200);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> follow(HttpResponse<byte[]> answer, String... headers) {
    return follow(URI.create(header(answer, "Location")), headers);
  }

  private HttpResponse<byte[]> follow(URI url, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }
}
