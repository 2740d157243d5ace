package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calotype.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The JavaScript client by its own tests in Node, and its element in a real Chromium.
class JavaScriptClientProgramTest {
  private static final Path CLIENT = Path.of("clients", "js");
  private static final String SECRET = "a secret of the tests";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static Server server;

  @BeforeAll
  static void start() {
    server =
        InJvm.start(
            folder.resolve("data"),
            Map.of("API_KEYS", AccessProgram.keys("app:editor"), "SIGNING_KEYS", SECRET));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void client_itsTests_pass() throws Exception {
    ProcessBuilder node = new ProcessBuilder("node", "--test", "test/client.test.mjs");
    node.directory(CLIENT.toFile()).redirectErrorStream(true);
    node.environment().put("CALOTYPE_URL", url());
    node.environment().put("CALOTYPE_KEY", "app-key");
    node.environment().put("CALOTYPE_SIGNING_KEYS", SECRET);
    Process tests = node.start();

    String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor()).as(output).isZero();
  }

  private static String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Test
  void element_ofARecord_showsItWithoutALayoutShift() throws Exception {
    byte[] record = uploaded();
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext("/", exchange -> answer(exchange, record));
    site.start();
    try (Chromium browser = Chromium.start(Files.createDirectory(folder.resolve("profile")))) {
      browser.open("http://127.0.0.1:" + site.getAddress().getPort() + "/test/page.html");
      Await.until(() -> browser.evaluate("'' + !!window.loaded").equals("true"), "the script");
      browser.evaluate("loaded.then(() => '')");

      assertThat(browser.evaluate("placeholder")).isEqualTo("url(\"data:image/png;base64,");
      assertThat(browser.evaluate(IMAGE + ".currentSrc")).contains("w=640").contains("v=");
      assertThat(browser.evaluate(IMAGE + ".naturalWidth + ''")).isEqualTo("500");
      assertThat(browser.evaluate(IMAGE + ".alt")).isEqualTo("a dune");
      assertThat(browser.evaluate("shifts + ''")).isEqualTo("0");
      assertThat(browser.evaluate("document.querySelector('#near').clientHeight + ''"))
          .isEqualTo("375");
      assertThat(browser.evaluate("(" + FAR + ".complete && " + FAR + ".naturalWidth > 0) + ''"))
          .as("a picture far below is not loaded")
          .isEqualTo("false");
    } finally {
      site.stop(0);
    }
  }

  private static final String IMAGE =
      "document.querySelector('#near').shadowRoot.querySelector('img')";
  private static final String FAR =
      "document.querySelector('#far').shadowRoot.querySelector('img')";

  /// The record of a picture of 1600x1200, with absolute links.
  private static byte[] uploaded() {
    HttpResponse<byte[]> answer =
        server.send(
            server
                .request("/api/media/dune")
                .header("Authorization", "Bearer app-key")
                .PUT(BodyPublishers.ofByteArray(Pictures.jpeg(1600, 1200, 1))));
    return new String(answer.body(), StandardCharsets.UTF_8)
        .replace("\"/images/", "\"" + url() + "/images/")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, byte[] record) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body =
        path.equals("/media.json") ? record : Files.readAllBytes(CLIENT.resolve(path.substring(1)));
    String type = path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
