package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.calotype.media.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server without keys: pages of other sites, names that resolve to this machine, and proxies.
class KeylessProgramTest {
  private static final byte[] PICTURE = Pictures.jpeg(64, 48, 1);

  @TempDir Path data;

  @Test
  void request_forAnotherHost_isRefusedOnEveryRoute() {
    try (Server program = InJvm.start(data)) {
      program.put("cat", PICTURE);
      for (String path :
          List.of("/images/cat", "/api/media", "/api/media/cat", "/metrics", "/health/live")) {
        assertThat(answered(program, "GET", path, "Host: evil.test")).startsWith("HTTP/1.1 403");
        assertThat(answered(program, "GET", path, "Host: app.localhost"))
            .startsWith("HTTP/1.1 200");
      }
      assertThat(answered(program, "GET", "/api/media", "Host: evil.test"))
          .contains("/problems/forbidden", "CALOTYPE_PUBLIC_URL", "./calotype keys new")
          .doesNotContain("evil");
    }
  }

  @Test
  void request_throughAProxy_isRefusedWithTheWayOut() {
    try (Server program = InJvm.start(data)) {
      program.put("cat", PICTURE);
      for (String header :
          List.of("Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4", "Via: 1.1 proxy")) {
        String refused = answered(program, "DELETE", "/api/media/cat", "Host: localhost", header);

        assertThat(refused).startsWith("HTTP/1.1 403").contains("proxy", "./calotype keys new");
      }
      assertThat(program.get("/api/media/cat").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void request_throughAProxyWithKeys_isAnswered() {
    Map<String, String> settings = Map.of("API_KEYS", "me:admin:" + Sha256.ofText("k"));
    try (Server program = InJvm.start(data, settings)) {
      assertThat(
              answered(
                  program,
                  "GET",
                  "/api/media",
                  "Host: evil.test",
                  "Authorization: Bearer k",
                  "X-Forwarded-For: 1.2.3.4"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void request_forTheHostOfPublicUrl_isAnswered() {
    Map<String, String> settings = Map.of("PUBLIC_URL", "https://media.example.org/pictures");
    try (Server program = InJvm.start(data, settings)) {
      assertThat(answered(program, "GET", "/api/media", "Host: media.example.org"))
          .startsWith("HTTP/1.1 200");
      assertThat(
              answered(
                  program,
                  "DELETE",
                  "/api/media?group=g",
                  "Host: media.example.org",
                  "Origin: https://media.example.org",
                  "Sec-Fetch-Site: same-origin"))
          .startsWith("HTTP/1.1 200");
      assertThat(answered(program, "GET", "/api/media", "Host: example.org"))
          .startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void jsonCall_withoutItsType_is415() {
    try (Server program = InJvm.start(data)) {
      byte[] all = "{\"all\":true}".getBytes(StandardCharsets.UTF_8);
      for (String path : List.of("/api/cache/clear", "/api/admin/orphans")) {
        HttpResponse<byte[]> refused = program.post(path, "text/plain;charset=UTF-8", all);

        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8))
            .contains("/problems/unsupported-media", "Content-Type: application/json");
        HttpRequest.Builder untyped =
            program.request(path).POST(HttpRequest.BodyPublishers.ofByteArray(all));
        assertThat(program.send(untyped).statusCode()).isEqualTo(415);
      }
      assertThat(
              program.post("/api/cache/clear", "Application/JSON; charset=utf-8", all).statusCode())
          .isEqualTo(200);
    }
  }

  /// A real browser, at a page of another site whose name resolves to this machine, and at a page
  /// of another port of localhost.
  @Test
  void pageOfAnotherOrigin_inChromium_changesAndReadsNothing() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    site.start();
    Path profile = Files.createDirectory(data.resolve("profile"));
    try (Server program = InJvm.start(data.resolve("media"));
        Chromium browser =
            Chromium.start(profile, "--host-resolver-rules=MAP evil.test 127.0.0.1")) {
      program.put("cat", PICTURE);
      for (String page : List.of("evil.test", "localhost", "127.0.0.1")) {
        browser.open("http://" + page + ":" + site.getAddress().getPort() + "/");
        for (String server : List.of("evil.test", "localhost", "127.0.0.1")) {
          attack(browser, "http://" + server + ":" + program.port());
        }
      }
      browser.open("http://evil.test:" + program.port() + "/api/media");

      assertThat(browser.evaluate("document.body.innerText")).contains("\"status\":403");
      assertThat(new String(program.get("/api/media").body(), StandardCharsets.UTF_8))
          .containsOnlyOnce("\"self\":")
          .contains("\"id\":\"cat\"");
      browser.open("http://localhost:" + program.port() + "/api/media");
      assertThat(
              browser.evaluate(
                  "fetch('/api/media/cat', {method: 'DELETE'}).then(a => String(a.status))"))
          .isEqualTo("204");
    } finally {
      site.stop(0);
    }
  }

  /// Sends every write that a page can send without asking the server first.
  private static void attack(Chromium browser, String server) {
    browser.evaluate(
        "picture = Uint8Array.from(atob('%s'), c => c.charCodeAt(0)); ''"
            .formatted(Base64.getEncoder().encodeToString(PICTURE)));
    for (String type :
        List.of(
            "text/plain", "multipart/form-data; boundary=b", "application/x-www-form-urlencoded")) {
      browser.evaluate(
          "fetch('%s/api/media?id=evil', {method: 'POST', mode: 'no-cors', headers: {'Content-Type': '%s'}, body: picture}).then(() => 'sent', e => 'refused')"
              .formatted(server, type));
    }
    browser.evaluate(
        "fetch('%s/api/media/cat', {method: 'DELETE'}).then(() => 'sent', e => 'refused')"
            .formatted(server));
    browser.evaluate(
        "navigator.sendBeacon('%s/api/media?id=beacon', new Blob([picture], {type: 'text/plain'}))"
            .formatted(server));
  }

  /// The whole answer to a request with those header lines, `Host` among them.
  private static String answered(Server program, String method, String target, String... lines) {
    try (Socket socket = program.connect()) {
      String head =
          method
              + " "
              + target
              + " HTTP/1.1\r\n"
              + String.join("\r\n", lines)
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
