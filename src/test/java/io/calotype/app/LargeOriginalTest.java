package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Originals that are longer than one part of a transfer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeOriginalTest {
  private static final String PATH = "/api/media/a/content";
  private static final byte[] ORIGINAL = original();

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer server;

  @BeforeAll
  void start() {
    server = AcceptingServer.start(Map.of("API_KEYS", AcceptingServer.keys("app:admin")));
    assertThat(server.put("app", "/api/media/a", ORIGINAL).statusCode()).isEqualTo(201);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void content_whole_hasAllBytes() {
    HttpResponse<byte[]> answer = server.send(request());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ORIGINAL);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 65535",
    "1, 65537",
    "524288, 1048576",
    "300001, 4999999",
    "4999990, 4999999",
    "1000, 601000"
  })
  void content_range_hasItsBytes(int first, int last) {
    HttpResponse<byte[]> answer =
        server.send(request().header("Range", "bytes=" + first + "-" + last));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(ORIGINAL, first, last + 1));
  }

  @Test
  void content_head_hasNoBytes() {
    HttpResponse<byte[]> answer = server.send(request().HEAD());

    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(ORIGINAL.length);
    assertThat(answer.body()).isEmpty();
  }

  /// The client goes away in the first window, in the second, and while the socket is full.
  @ParameterizedTest
  @CsvSource({"0", "100000", "2000000"})
  void content_clientThatGoesAway_leavesNoFileOpen(int read) throws IOException {
    double before = openFiles();
    try (Socket socket = new Socket("localhost", server.uri("").getPort())) {
      String head =
          "GET " + PATH + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer app-secret\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      assertThat(answer.readNBytes(read)).hasSize(read);
    }

    Await.until(() -> openFiles() <= before, "the file of the original to be closed");
    assertThat(server.send(request()).body()).isEqualTo(ORIGINAL);
  }

  private double openFiles() {
    return server.metric("process_files_open_files");
  }

  private HttpRequest.Builder request() {
    return server.as("app", PATH);
  }

  private static byte[] original() {
    byte[] bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    System.arraycopy(AcceptingServer.jpeg(1), 0, bytes, 0, 5000);
    return bytes;
  }
}
