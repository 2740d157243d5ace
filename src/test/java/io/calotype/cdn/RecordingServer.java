package io.calotype.cdn;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A local HTTP server in place of a provider. It records requests, and answers with the queued
/// statuses, then with 200.
final class RecordingServer implements AutoCloseable {
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  /// A request.
  record Received(String line, com.sun.net.httpserver.Headers headers, String body) {
    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  RecordingServer(Integer... statuses) {
    this.statuses.addAll(List.of(statuses));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          Integer status = statuses.length == 0 ? null : this.statuses.poll();
          received.add(new Received(line, exchange.getRequestHeaders(), body));
          exchange.sendResponseHeaders(status == null ? 200 : status, -1);
          exchange.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  /// The tags of all requests with a JSON list.
  Stream<String> bodies() {
    return received.stream().map(Received::body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
