package io.calotype.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// A server that gives prepared answers in their order, and records the requests.
final class Standing implements AutoCloseable {
  private final HttpServer http;
  private final Queue<ApiResponse> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private volatile Duration pause = Duration.ZERO;

  Standing() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::answer);
    http.start();
  }

  /// Answers so next.
  Standing then(int status, String retryAfter, String body) {
    answers.add(response(status, retryAfter, body));
    return this;
  }

  /// Answers so next, with one header and no body.
  Standing with(int status, String name, String value) {
    answers.add(new ApiResponse(status, headers(Map.of(name, List.of(value))), ""));
    return this;
  }

  /// A response with the header `Retry-After`, unless it is empty.
  static ApiResponse response(int status, String retryAfter, String body) {
    return new ApiResponse(
        status,
        headers(retryAfter.isEmpty() ? Map.of() : Map.of("Retry-After", List.of(retryAfter))),
        body);
  }

  static HttpHeaders headers(Map<String, List<String>> headers) {
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  /// Pauses behind the header of each answer from now on.
  void pausing(Duration pause) {
    this.pause = pause;
  }

  /// Every request: method, path and query, the header `Authorization`, and the body.
  List<String> requests() {
    return requests;
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("Authorization")
              + " "
              + body);
      ApiResponse response = answers.remove();
      exchange.getResponseHeaders().putAll(response.headers().map());
      byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().flush();
      pass(pause);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void pass(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
