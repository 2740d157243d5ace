package io.calotype.http.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmallBodyTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int LENGTH = 8_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final ByteBuf bytes = Unpooled.directBuffer().writeBytes(new byte[8 << 20]);

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  private volatile boolean closed;

  @BeforeEach
  void start() {
    server = vertx.createHttpServer().requestHandler(this::answer).listen(0, "localhost").await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void send_part_isReleasedAfterTheTransfer() throws IOException {
    try (Socket socket = new Socket("localhost", server.actualPort())) {
      socket.getOutputStream().write(REQUEST);
      assertThat(socket.getInputStream().readNBytes(LENGTH)).hasSize(LENGTH);

      Await.until(() -> bytes.refCnt() == 0, "the bytes to be released");
    }
  }

  @Test
  void send_clientThatGoesAway_releasesTheBytes() throws IOException {
    try (Socket socket = new Socket("localhost", server.actualPort())) {
      socket.getOutputStream().write(REQUEST);
      assertThat(socket.getInputStream().readNBytes(1)).hasSize(1);
    }

    Await.until(() -> bytes.refCnt() == 0, "the bytes to be released");
  }

  @Test
  void send_closedConnection_releasesTheBytes() throws IOException {
    closed = true;
    try (Socket socket = new Socket("localhost", server.actualPort())) {
      socket.getOutputStream().write(REQUEST);

      Await.until(() -> bytes.refCnt() == 0, "the bytes to be released");
    }
  }

  private void answer(HttpServerRequest request) {
    if (closed) {
      request.connection().close().onComplete(gone -> send(request));
    } else {
      send(request);
    }
  }

  private void send(HttpServerRequest request) {
    SmallBody.send(request.response(), bytes, 1000, LENGTH);
  }
}
