package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Slow clients: the server closes and counts them, and still serves others.
@Tag("waits")
class SlowClientProgramTest {
  private static final int PATIENCE_MILLIS = 60_000;

  @TempDir Path data;

  /// All three at once, since each takes its time to be found out.
  @Test
  void slowClients_ofEveryKind_areClosedAndCountedWhileOthersAreServed() throws Exception {
    try (Server program = InJvm.start(data)) {
      program.put("big", Pictures.noise(2_400, 1_800, 1));
      List<Thread> slow =
          List.of(
              dripping(program, "GET /images/big HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
              dripping(
                  program,
                  "PUT /api/media/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"),
              sipping(program, "/api/media/big/content"));

      for (Thread client : slow) {
        while (!client.join(Duration.ofMillis(50))) {
          assertThat(program.get("/images/big/small").statusCode()).isEqualTo(200);
        }
      }

      for (String reason : List.of("slow-headers", "slow-body", "slow-reader")) {
        assertThat(closed(program, reason)).as(reason).isEqualTo(1);
      }
      assertThat(program.get("/images/slow").statusCode()).isEqualTo(404);
    }
  }

  /// Answers of every kind, to requests with announced bodies that never end.
  @Test
  void answeredRequests_whoseBodiesTrickle_areClosedAndCounted() throws Exception {
    List<String> requests =
        List.of(
            "GET /health/live",
            "HEAD /health/live",
            "GET /images/none",
            "DELETE /api/media/none",
            "POST /health/live",
            "GET /nothing");
    try (Server program = InJvm.start(data, Map.of("MAX_CONNECTIONS", "12"))) {
      List<Thread> slow =
          requests.stream()
              .map(line ->
                  dripping(
                      program,
                      line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"))
              .toList();

      for (Thread client : slow) {
        while (!client.join(Duration.ofMillis(50))) {
          assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
        }
      }

      assertThat(closed(program, "slow-body")).isZero();
      assertThat(closed(program, "unread-body")).isPositive();
    }
  }

  /// They count as idle: they do not keep others out.
  @Test
  void answeredRequests_whoseBodiesTrickle_makeRoomForOthers() throws Exception {
    try (Server program = InJvm.start(data, Map.of("MAX_CONNECTIONS", "8"))) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Socket socket = program.connect();
        socket
            .getOutputStream()
            .write(
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\nx"
                    .getBytes(StandardCharsets.US_ASCII));
        held.add(socket);
        assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
      }
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void uploads_thatDoNotComeToAnEnd_areBoundedInNumberAndBytes() throws Exception {
    try (Server program = InJvm.start(data, Map.of("MAX_INCOMING", "1000000"))) {
      List<Socket> half = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        half.add(halfUpload(program, i, 30_000));
      }
      Server.awaitIncoming(data, 16);

      assertThat(answer(halfUpload(program, 16, 30_000))).contains(" 429 ").contains("16 uploads");
      half.removeFirst().close();
      assertThat(answerWhenThereIsRoomForOne(program)).contains(" 503 ").contains("Retry-After");
      assertThat(answer(halfUpload(program, 18, 60_000)))
          .contains(" 429 ")
          .contains("500000 bytes");
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  /// The sending side ends with the answer: a client that goes on sending reads the end of the
  /// stream, not a reset at the end of the server's patience.
  @Test
  void refusedUpload_whoseBodyGoesOn_endsItsAnswerAtOnce() throws Exception {
    try (Server program = InJvm.start(data);
        Socket socket = program.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "PUT /api/media/.hidden HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\nx"
              .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      out.write(new byte[200]);

      assertThat(answer).contains(" 400 ").contains("connection: close");
    }
  }

  /// A place is free as soon as the server has seen that a client is gone.
  private static String answerWhenThereIsRoomForOne(Server program) throws IOException {
    while (true) {
      String answer = answer(halfUpload(program, 17, 900_000));
      if (!answer.contains(" 429 ")) {
        return answer;
      }
    }
  }

  /// Begins an upload and goes on sending 200 bytes every half second: enough not to be closed as a
  /// slow client, too little to end.
  private static Socket halfUpload(Server program, int number, int bytes) throws IOException {
    Socket socket = program.connect();
    String head =
        "PUT /api/media/half%d HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\nx"
            .formatted(number, bytes);
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    Thread.startVirtualThread(() -> {
      try {
        for (int sent = 200; sent < bytes; sent += 200) {
          Thread.sleep(500);
          out.write(new byte[200]);
        }
      } catch (IOException closed) {
        // refused, or the test has closed it
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    try (socket) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void connections_beyondTheLimit_idleOnesMakeRoom() throws Exception {
    try (Server program = InJvm.start(data, Map.of("MAX_CONNECTIONS", "20"))) {
      List<Socket> idle = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        idle.add(program.connect());
      }

      assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(program.metric("calotype_connections ")).isBetween(1.0, 21.0);
      assertThat(closed(program, "too-many")).isGreaterThanOrEqualTo(40);
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void headersAndUrls_tooLong_areRefusedAndCounted() throws Exception {
    try (Server program = InJvm.start(data)) {
      assertThat(program.get("/images/" + "x".repeat(9_000)).statusCode()).isEqualTo(414);
      assertThat(program.get("/images/x", "X-Long", "y".repeat(17_000)).statusCode())
          .isEqualTo(431);

      assertThat(program.metric("calotype_problems_total{problem=\"uri-too-long\"}")).isEqualTo(1);
      assertThat(program.metric("calotype_problems_total{problem=\"headers-too-large\"}"))
          .isEqualTo(1);
    }
  }

  private static double closed(Server program, String reason) {
    return program.metric("calotype_connections_closed_total{reason=\"" + reason + "\"}");
  }

  /// Sends `beginning`, then a byte every half second until the connection is closed.
  private static Thread dripping(Server program, String beginning) {
    return Thread.startVirtualThread(() -> {
      try (Socket socket = program.connect()) {
        OutputStream out = socket.getOutputStream();
        out.write(beginning.getBytes(StandardCharsets.US_ASCII));
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() < until) {
          out.write('x');
          Thread.sleep(500);
        }
      } catch (IOException closed) {
        // as it should be
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /// Asks for `path` and reads a few bytes a second until the connection is closed.
  private static Thread sipping(Server program, String path) {
    return Thread.startVirtualThread(() -> {
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), program.port()));
        socket
            .getOutputStream()
            .write(
                ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        sip(socket.getInputStream());
      } catch (SocketException closed) {
        // as it should be
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static void sip(InputStream in) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    byte[] few = new byte[16];
    int halves = 0;
    while (System.nanoTime() < until && in.read(few) >= 0) {
      Thread.sleep(halves++ < 60 ? 500 : 0);
    }
  }
}
