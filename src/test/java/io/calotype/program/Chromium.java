package io.calotype.program;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Await;
import io.calotype.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Debian's Chromium without a screen, with one tab, driven through the DevTools protocol.
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Nothing of its own on the network, and a page that is left is thrown away, not frozen.
  private static final List<String> OPTIONS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-features=BackForwardCache",
          "--remote-debugging-port=0");

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonValue>> answers = new ConcurrentHashMap<>();
  private final Map<String, Load> loads = new LinkedHashMap<>();
  private final Process process;
  private final WebSocket socket;

  /// A request of a page.
  ///
  /// @param url where it is
  /// @param cached whether the browser had it and sent no request
  /// @param over whether all of it is there
  record Load(String url, boolean cached, boolean over) {}

  private Chromium(Path profile, List<String> more) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(OPTIONS);
    command.addAll(more);
    command.addAll(List.of("--user-data-dir=" + profile, "about:blank"));
    Path temporary = Files.createDirectory(profile.resolveSibling(profile.getFileName() + "-tmp"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TMPDIR", temporary.toString());
    builder.redirectOutput(temporary.resolve("log").toFile());
    this.process = builder.start();
    this.socket = client.newWebSocketBuilder().buildAsync(tab(profile), new Ear()).join();
    call("Network.enable", Map.of());
  }

  /// Starts with a new `profile`, which is an empty folder, and `more` options. Skips the test
  /// where there is none.
  static Chromium start(Path profile, String... more) {
    assumeTrue(Files.exists(PROGRAM), "this test needs Debian's chromium");
    try {
      return new Chromium(profile, List.of(more));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The debugger's address of the one tab.
  private URI tab(Path profile) {
    Path file = profile.resolve("DevToolsActivePort");
    return until(() -> lines(file).filter(port -> !port.isEmpty()).findFirst().flatMap(this::tab));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException notYet) {
      return Stream.empty();
    }
  }

  private Optional<URI> tab(String port) {
    try {
      URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
      String tabs =
          client
              .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return JsonValue.read(tabs).stream()
          .flatMap(json -> json.items().stream())
          .filter(tab -> tab.at("type").text().equals("page"))
          .map(tab -> URI.create(tab.at("webSocketDebuggerUrl").text()))
          .findFirst();
    } catch (IOException notYet) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Forgets every answer that it has kept.
  void clearCache() {
    call("Network.clearBrowserCache", Map.of());
  }

  /// Goes to `url`, and waits until all that it shows is there.
  void open(String url) {
    move("Page.navigate", Map.of("url", url));
  }

  /// Presses the button for it.
  void reload() {
    move("Page.reload", Map.of());
  }

  /// Goes back in the tab's history.
  void back() {
    move("Runtime.evaluate", Map.of("expression", "history.back()"));
  }

  private void move(String method, Map<String, ?> parameters) {
    evaluate("window.left = true");
    synchronized (loads) {
      loads.clear();
    }
    call(method, parameters);
    until(() -> here() ? Optional.of(true) : Optional.empty());
  }

  /// Whether another page than the one that was left is complete; between two there is none to ask.
  private boolean here() {
    return call(
            "Runtime.evaluate",
            Map.of("expression", "!window.left && document.readyState === 'complete'"))
        .at("result")
        .at("result")
        .at("value")
        .text()
        .equals("true");
  }

  /// The requests of the page since it was opened, after there are `count`.
  List<Load> loads(int count) {
    return until(() -> {
      List<Load> over;
      synchronized (loads) {
        over = loads.values().stream().filter(Load::over).toList();
      }
      return over.size() < count ? Optional.empty() : Optional.of(over);
    });
  }

  /// Forgets what the page has asked for.
  void forgetLoads() {
    synchronized (loads) {
      loads.clear();
    }
  }

  /// The value of `script` in the page, or the result of its promise.
  String evaluate(String script) {
    JsonValue result =
        call(
            "Runtime.evaluate",
            Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    if (!result.at("result").at("exceptionDetails").members().isEmpty()) {
      throw new AssertionError(script + ": " + result);
    }
    return result.at("result").at("result").at("value").text();
  }

  private JsonValue call(String method, Map<String, ?> parameters) {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonValue> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, JsonValue> message =
        Map.of(
            "id", new JsonValue(id),
            "method", new JsonValue(method),
            "params", JsonValue.object(parameters));
    socket.sendText(new JsonValue(message).toString(), true).join();
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private void hear(JsonValue message) {
    CompletableFuture<JsonValue> answer = answers.remove((int) message.at("id").count());
    if (answer != null) {
      answer.complete(message);
      return;
    }
    JsonValue event = message.at("params");
    String request = event.at("requestId").text();
    synchronized (loads) {
      Load load = loads.get(request);
      switch (message.at("method").text()) {
        case "Network.requestWillBeSent" ->
            loads.put(request, new Load(event.at("request").at("url").text(), false, false));
        case String method when load != null -> loads.put(request, later(load, method, event));
        default -> {}
      }
    }
  }

  private static Load later(Load load, String method, JsonValue event) {
    return switch (method) {
      case "Network.requestServedFromCache" -> new Load(load.url, true, load.over);
      case "Network.responseReceived" -> received(load, event.at("response"));
      case "Network.loadingFinished", "Network.loadingFailed" ->
          new Load(load.url, load.cached, true);
      default -> load;
    };
  }

  private static Load received(Load load, JsonValue response) {
    boolean cached = load.cached || response.at("fromDiskCache").text().equals("true");
    return new Load(load.url, cached, load.over);
  }

  private static <T> T until(Supplier<Optional<T>> found) {
    AtomicReference<Optional<T>> last = new AtomicReference<>(Optional.empty());
    Await.until(
        () -> {
          last.set(found.get());
          return last.get().isPresent();
        },
        "a state of Chromium");
    return last.get().orElseThrow();
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
    client.shutdownNow();
  }

  /// Puts messages together.
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonValue.read(text.toString()).ifPresent(Chromium.this::hear);
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
