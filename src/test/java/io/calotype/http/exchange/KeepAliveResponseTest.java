package io.calotype.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// As a client sees it that reads every byte: each test says what is worked at meanwhile.
@Timeout(30)
class KeepAliveResponseTest {
  private final CountDownLatch spaces = new CountDownLatch(2);
  private Vertx vertx;
  private HttpServer server;
  private volatile Supplier<byte[]> work = KeepAliveResponseTest::fail;
  private volatile Duration silence = Duration.ZERO;

  @BeforeEach
  void listen() {
    ServerContext serverContext = KeylessContext.open();
    vertx = Vertx.vertx();
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> answer(request, serverContext))
            .listen(0, "127.0.0.1")
            .await();
  }

  private void answer(HttpServerRequest request, ServerContext serverContext) {
    HttpExchange exchange = new HttpExchange(request, vertx.getOrCreateContext(), serverContext);
    exchange.offload(() -> KeepAliveResponse.give(exchange, silence, work));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void give_quickWork_isAnOrdinaryAnswer() throws IOException {
    silence = Duration.ofMinutes(1);
    work = () -> json("{\"a\":1}");

    assertThat(answer())
        .startsWith("HTTP/1.1 200 OK")
        .containsIgnoringCase("content-length: 7")
        .endsWith("\r\n\r\n{\"a\":1}");
  }

  @Test
  void give_longWork_keepsTheConnectionBusy() throws IOException {
    silence = Duration.ofMillis(10);
    work =
        () -> {
          awaitSpaces();
          return json("{\"a\":1}");
        };

    assertThat(answer())
        .startsWith("HTTP/1.1 200 OK")
        .containsIgnoringCase("transfer-encoding: chunked")
        .contains("\r\n\r\n1\r\n \r\n1\r\n \r\n")
        .endsWith("7\r\n{\"a\":1}\r\n0\r\n\r\n");
  }

  @Test
  void give_quickFailure_isAProblem() throws IOException {
    silence = Duration.ofMinutes(1);
    work = KeepAliveResponseTest::fail;

    assertThat(answer()).startsWith("HTTP/1.1 503 ").contains("application/problem+json");
  }

  @Test
  void give_lateFailure_endsTheConnectionWithoutAnEnd() throws IOException {
    silence = Duration.ofMillis(10);
    work =
        () -> {
          awaitSpaces();
          return fail();
        };

    assertThat(answer()).startsWith("HTTP/1.1 200 OK").doesNotContain("0\r\n\r\n", "{");
  }

  private static byte[] fail() {
    throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
  }

  private void awaitSpaces() {
    try {
      spaces.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// All that comes until the connection ends; the test's work is told of spaces.
  private String answer() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      StringBuilder text = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int c = in.read(); c >= 0; c = in.read()) {
        text.append((char) c);
        if (text.toString().endsWith("1\r\n \r\n")) {
          spaces.countDown();
        }
      }
      return text.toString();
    }
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
