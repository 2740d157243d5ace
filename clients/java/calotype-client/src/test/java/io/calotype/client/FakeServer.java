package io.calotype.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server with answers of the test, for states that a real server has rarely. It reads bodies.
final class FakeServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<String> credentials = new CopyOnWriteArrayList<>();

  /// Writes the answer to a request, the `number`th one from 1.
  interface Answers {
    void write(HttpExchange exchange, int number) throws IOException;
  }

  FakeServer(Answers answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          answers.write(exchange, credentials.size());
          exchange.close();
        });
    server.setExecutor(workers);
    server.start();
  }

  static void answer(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// The header `Authorization` of each request; `null` for none.
  List<String> credentials() {
    return credentials;
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
