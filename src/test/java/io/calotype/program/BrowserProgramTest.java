package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calotype.json.JsonValue;
import io.calotype.program.Chromium.Load;
import io.calotype.program.Relay.Passed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A page of generated pictures in a real Chromium: what it asks for, and what it has already.
///
/// The page is of another origin than the pictures, as an application's is. What the browser tells
/// of itself is compared with what went over the wire.
class BrowserProgramTest {
  private static final int PICTURES = 12;

  /// Each as a thumbnail with its version, and whole.
  private static final int SHOWN = 2 * PICTURES;

  /// The `Accept` of the browser for an `img`; a script's own request has `*/*`.
  private static final String ACCEPT = "image/avif,image/webp,*/*;q=0.8";

  @TempDir static Path folder;
  @AutoClose private static Chromium browser;
  @AutoClose private static Program program;
  @AutoClose private static Relay relay;
  private static HttpServer site;
  private static List<String> urls;

  @BeforeAll
  static void start() throws IOException {
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    browser = Chromium.start(Files.createDirectory(folder.resolve("profile")));
    program = Program.start(folder.resolve("data"), Map.of("CORS_ORIGINS", origin()));
    relay = new Relay(program);
    urls = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      urls.addAll(uploaded(i));
    }
    site.createContext("/", BrowserProgramTest::show);
    site.start();
  }

  @AfterAll
  static void stop() {
    site.stop(0);
  }

  @BeforeEach
  void forget() {
    browser.open("about:blank");
    browser.clearCache();
    relay.passed();
  }

  private static void show(HttpExchange exchange) throws IOException {
    byte[] page = page().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  private static String origin() {
    return "http://127.0.0.1:" + site.getAddress().getPort();
  }

  private static String page() {
    return urls.stream()
        .map(url -> "<img src=\"" + url + "\">")
        .collect(Collectors.joining("\n", "<!DOCTYPE html><title>Pictures</title>\n", "\n"));
  }

  /// The source of a picture that was uploaded as by an image generator.
  private static List<String> uploaded(int i) {
    String data = Base64.getEncoder().encodeToString(Pictures.png(640, 480, i));
    String body = "{\"id\":\"gen-%d\",\"ttl\":7200,\"data\":\"%s\"}".formatted(i, data);
    HttpResponse<byte[]> answer =
        program.post("/api/media", "application/json", body.getBytes(StandardCharsets.UTF_8));
    String record = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as(record).isEqualTo(201);
    JsonValue links = JsonValue.read(record).orElseThrow().at("links");
    String thumbnail = links.at("thumbnail").text();
    assertThat(thumbnail).contains("v=");
    program.get(thumbnail + "&format=avif"); // or it would be WebP first, and AVIF some day
    HttpResponse<byte[]> shown = program.get(thumbnail, "Accept", ACCEPT);
    assertThat(shown.headers().firstValue("content-type")).hasValue("image/avif");
    assertThat(shown.headers().firstValue("cache-control").orElse(""))
        .matches("public, max-age=7[0-9]{3}, immutable");
    return List.of(relay.origin() + thumbnail, relay.origin() + "/images/gen-" + i);
  }

  /// Opens the page for the first time.
  private void view() {
    browser.open(origin());

    assertThat(relay.passed())
        .hasSize(SHOWN)
        .allMatch(passed -> passed.status() == 200 && passed.body() > 0 && !passed.conditional());
    assertThat(loads(1)).hasSize(SHOWN).noneMatch(Load::cached);
    assertShown();
  }

  /// All pictures are decoded.
  private void assertShown() {
    String decoded =
        "[...document.images].filter(i => i.complete && i.naturalWidth > 0 && i.naturalHeight > 0)";
    assertThat(browser.evaluate(decoded + ".length")).isEqualTo("" + SHOWN);
    assertThat(browser.evaluate("document.images[0].naturalWidth")).isEqualTo("400");
    assertThat(browser.evaluate("document.images[1].naturalWidth")).isEqualTo("640");
  }

  /// The browser's description of the pictures on the page.
  private List<Load> loads(int others) {
    return browser.loads(SHOWN + others).stream()
        .filter(load -> urls.contains(load.url()))
        .toList();
  }

  @Test
  void secondView_byNavigation_asksForNoPicture() {
    view();
    browser.open("about:blank");

    browser.open(origin());

    assertShown();
    assertThat(loads(1)).hasSize(SHOWN).allMatch(Load::cached);
    assertThat(relay.passed()).isEmpty();
  }

  @Test
  void secondView_byGoingBack_asksForNoPicture() {
    view();
    browser.open("about:blank");

    browser.back();

    assertShown();
    assertThat(loads(1)).hasSize(SHOWN).allMatch(Load::cached);
    assertThat(relay.passed()).isEmpty();
  }

  /// A reload asks for the page alone; what is on it is still fresh.
  @Test
  void reload_ofThePage_asksForNoFreshPicture() {
    view();

    browser.reload();

    assertShown();
    assertThat(loads(1)).hasSize(SHOWN).allMatch(Load::cached);
    assertThat(relay.passed()).isEmpty();
  }

  @Test
  void reload_ofAPicture_isNotModified() {
    for (String url : urls.subList(0, 2)) {
      browser.open(url);
      assertThat(relay.passed()).allMatch(passed -> passed.status() == 200);

      browser.reload();

      assertThat(relay.passed())
          .containsExactly(new Passed(url.substring(relay.origin().length()), true, 304, 0));
      assertThat(browser.loads(1)).hasSize(1).noneMatch(Load::cached);
      assertThat(browser.evaluate("document.images[0].naturalWidth > 0")).isEqualTo("true");
    }
  }

  /// As a page does that wants to be sure.
  @Test
  void fetch_withoutTrustInTheCache_isNotModifiedForEach() {
    view();
    browser.forgetLoads();

    String lengths =
        browser.evaluate(
            "const accept = '"
                + ACCEPT
                + "';"
                + """
                Promise.all([...document.images].map(async image => {
                  const answer = await fetch(image.src, {cache: 'no-cache', headers: {Accept: accept}});
                  return answer.status + ' ' + (await createImageBitmap(await answer.blob())).width;
                })).then(all => all.join())
                """);

    assertThat(lengths.split(",")).hasSize(SHOWN).containsOnly("200 400", "200 640");
    assertThat(relay.passed())
        .hasSize(SHOWN)
        .allMatch(passed -> passed.status() == 304 && passed.body() == 0 && passed.conditional());
    assertThat(loads(0))
        .hasSize(SHOWN)
        .noneMatch(Load::cached); // a 304 or the 200 that it confirms
  }
}
