package io.calotype.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.failure.Failure;
import io.calotype.json.JsonValue;
import io.calotype.media.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Resumable uploads, by plain requests of tus 1.0.0.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumableUploadTest {
  private static final int LENGTH = 5000;
  private static final String STREAM = "application/offset+octet-stream";

  private static final String METADATA =
      String.join(
          ",",
          "id " + base64("resumed"),
          "group " + base64("g") + ",visibility " + base64("private"),
          "ttl " + base64("P30D") + ",filename " + base64("Möwe.jpg"),
          "attr.title " + base64("Möwe") + ",filetype " + base64("image/jpeg"));

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer server;

  @BeforeAll
  void start() {
    server =
        AcceptingServer.start(
            Map.of(
                "MAX_UPLOAD_SIZE", "64KiB",
                "MAX_VIDEO_SIZE", "128KiB",
                "API_KEYS", AcceptingServer.keys("app:editor", "else:editor", "view:viewer")));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void accept() {
    server.engine().refuse(null);
  }

  private HttpRequest.Builder tus(String name, String path) {
    return server.as(name, path).header("Tus-Resumable", "1.0.0");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private HttpResponse<byte[]> create(String... headers) {
    return server.send(tus("app", "/api/uploads").headers(headers).POST(BodyPublishers.noBody()));
  }

  private static String location(HttpResponse<?> answer) {
    return header(answer, "Location");
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private String created() {
    return location(create("Upload-Length", "" + LENGTH));
  }

  private HttpResponse<byte[]> patch(String path, byte[] bytes, int from, int to) {
    return server.send(
        tus("app", path)
            .header("Content-Type", STREAM)
            .header("Upload-Offset", "" + from)
            .method("PATCH", BodyPublishers.ofByteArray(bytes, from, to - from)));
  }

  private HttpResponse<byte[]> head(String path) {
    return server.send(tus("app", path).HEAD());
  }

  private byte[] content(String media) {
    return server.send(server.as("app", media + "/content").GET()).body();
  }

  private static String slug(HttpResponse<byte[]> answer) {
    String type = JsonValue.read(answer.body()).orElseThrow().at("type").text();
    return answer.statusCode() + " " + type.substring(type.lastIndexOf('/') + 1);
  }

  @Test
  void options_ofTheCollection_describeTheProtocol() {
    HttpResponse<byte[]> answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/api/uploads"))
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    assertThat(header(answer, "Tus-Max-Size")).isEqualTo("131072");
    assertThat(header(answer, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256");
    assertThat(header(answer, "Tus-Extension").split(","))
        .contains(
            "creation",
            "creation-with-upload",
            "expiration",
            "checksum",
            "termination",
            "concatenation");
  }

  @Test
  void upload_inTwoRequests_isAMediaWithItsOptions() {
    byte[] bytes = AcceptingServer.jpeg(1);
    String path = location(create("Upload-Length", "" + LENGTH, "Upload-Metadata", METADATA));
    patch(path, bytes, 0, 2000);

    HttpResponse<byte[]> whole = patch(path, bytes, 2000, LENGTH);

    assertThat(whole.statusCode()).isEqualTo(204);
    assertThat(header(whole, "Media-Location")).isEqualTo("/api/media/resumed");
    assertThat(content("/api/media/resumed")).isEqualTo(bytes);
    JsonValue record =
        JsonValue.read(server.send(server.as("app", "/api/media/resumed").GET()).body())
            .orElseThrow();
    assertThat(record.at("sha256").text())
        .isEqualTo(Sha256.of(Sha256.digester().digest(bytes)).hex());
    assertThat(record.at("group").text()).isEqualTo("g");
    assertThat(record.at("visibility").text()).isEqualTo("private");
    assertThat(record.at("filename").text()).isEqualTo("Möwe.jpg");
    assertThat(record.at("attributes").at("title").text()).isEqualTo("Möwe");
    assertThat(record.at("expiresAt").text()).isNotEmpty();
    for (HttpResponse<byte[]> again : List.of(head(path), patch(path, bytes, 0, 1))) {
      assertThat(header(again, "Upload-Offset")).isEqualTo("" + LENGTH);
      assertThat(header(again, "Media-Location")).isEqualTo("/api/media/resumed");
    }
  }

  @Test
  void head_ofHalfAnUpload_describesIt() {
    String metadata = "group " + base64("g");
    HttpResponse<byte[]> created =
        create("Upload-Length", "" + LENGTH, "Upload-Metadata", metadata);
    assertThat(created.statusCode()).isEqualTo(201);
    String path = location(created);
    assertThat(path).matches("/api/uploads/[a-z0-9]{26}");
    HttpResponse<byte[]> half = patch(path, AcceptingServer.jpeg(12), 0, 2000);
    assertThat(half.statusCode()).isEqualTo(204);
    assertThat(header(half, "Upload-Offset")).isEqualTo("2000");
    assertThat(header(half, "Media-Location")).isEqualTo("none");

    HttpResponse<byte[]> state = head(path);

    assertThat(state.statusCode()).isEqualTo(200);
    assertThat(header(state, "Upload-Offset")).isEqualTo("2000");
    assertThat(header(state, "Upload-Length")).isEqualTo("" + LENGTH);
    assertThat(header(state, "Upload-Metadata")).isEqualTo(metadata);
    assertThat(header(state, "Upload-Expires")).endsWith("GMT");
    assertThat(header(state, "Cache-Control")).isEqualTo("no-store");
    server.send(tus("app", path).DELETE());
  }

  @Test
  void creation_withAllBytes_isAMediaAtOnce() {
    byte[] bytes = AcceptingServer.jpeg(2);

    HttpResponse<byte[]> created =
        server.send(
            tus("app", "/api/uploads")
                .header("Upload-Length", "" + LENGTH)
                .header("Content-Type", STREAM)
                .POST(BodyPublishers.ofByteArray(bytes)));

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "Upload-Offset")).isEqualTo("" + LENGTH);
    assertThat(content(header(created, "Media-Location"))).isEqualTo(bytes);
  }

  @Test
  void deferredLength_namedByTheLastRequest_completes() {
    byte[] bytes = AcceptingServer.jpeg(3);
    String path = location(create("Upload-Defer-Length", "1"));
    assertThat(header(head(path), "Upload-Defer-Length")).isEqualTo("1");
    patch(path, bytes, 0, 2000);

    HttpResponse<byte[]> whole =
        server.send(
            tus("app", path)
                .header("Content-Type", STREAM)
                .header("Upload-Offset", "2000")
                .header("Upload-Length", "" + LENGTH)
                .header("X-HTTP-Method-Override", "PATCH")
                .POST(BodyPublishers.ofByteArray(bytes, 2000, LENGTH - 2000)));

    assertThat(content(header(whole, "Media-Location"))).isEqualTo(bytes);
  }

  @Test
  void refusedCompletion_forGood_isToldAgain() {
    byte[] bytes = AcceptingServer.jpeg(4);
    String path = created();
    server.engine().refuse(new Failure.Undecodable());

    assertThat(slug(patch(path, bytes, 0, LENGTH))).isEqualTo("422 undecodable");
    server.engine().refuse(null);

    assertThat(head(path).statusCode()).isEqualTo(422);
    assertThat(slug(patch(path, bytes, LENGTH, LENGTH))).isEqualTo("422 undecodable");
  }

  @Test
  void busyServer_atTheLastByte_completesWhenAskedAgain() {
    byte[] bytes = AcceptingServer.jpeg(5);
    String path = created();
    server.engine().refuse(new Failure.Overloaded(Duration.ofSeconds(1)));

    assertThat(slug(patch(path, bytes, 0, LENGTH))).isEqualTo("503 overloaded");
    assertThat(head(path).statusCode()).isEqualTo(503);
    server.engine().refuse(null);

    HttpResponse<byte[]> state = head(path);
    assertThat(state.statusCode()).isEqualTo(200);
    assertThat(content(header(state, "Media-Location"))).isEqualTo(bytes);
  }

  @Test
  void id_ofOtherBytes_isRefusedAsForEachUpload() {
    server.put("app", "/api/media/taken", AcceptingServer.jpeg(6));
    String path =
        location(create("Upload-Length", "" + LENGTH, "Upload-Metadata", "id " + base64("taken")));

    assertThat(slug(patch(path, AcceptingServer.jpeg(7), 0, LENGTH))).isEqualTo("409 media-exists");
  }

  @Test
  void concatenation_ofParts_isOneMediaAlsoWhenRepeated() {
    byte[] bytes = AcceptingServer.jpeg(8);
    String first = location(create("Upload-Length", "2000", "Upload-Concat", "partial"));
    String second = location(create("Upload-Length", "3000", "Upload-Concat", "partial"));
    String concat = "final;" + first + " " + server.uri(second);
    assertThat(slug(create("Upload-Concat", concat))).isEqualTo("409 upload-incomplete");
    patch(first, bytes, 0, 2000);
    patch(second, Arrays.copyOfRange(bytes, 2000, LENGTH), 0, 3000);

    HttpResponse<byte[]> whole = create("Upload-Concat", concat);
    HttpResponse<byte[]> again = create("Upload-Concat", concat);

    assertThat(whole.statusCode()).isEqualTo(201);
    assertThat(content(header(whole, "Media-Location"))).isEqualTo(bytes);
    assertThat(header(again, "Media-Location")).isEqualTo(header(whole, "Media-Location"));
    assertThat(location(again)).isEqualTo(location(whole));
    assertThat(header(head(location(whole)), "Upload-Concat"))
        .isEqualTo("final;" + first + " " + second);
    assertThat(header(head(first), "Upload-Offset")).isEqualTo("2000");
  }

  @Test
  void checksum_thatDiffers_discardsTheBytes() {
    byte[] bytes = AcceptingServer.jpeg(9);
    String path = created();

    HttpResponse<byte[]> wrong =
        server.send(
            tus("app", path)
                .header("Content-Type", STREAM)
                .header("Upload-Offset", "0")
                .header(
                    "Upload-Checksum", "sha1 " + Base64.getEncoder().encodeToString(new byte[20]))
                .method("PATCH", BodyPublishers.ofByteArray(bytes)));

    assertThat(slug(wrong)).isEqualTo("460 checksum-mismatch");
    assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
  }

  @Test
  void upload_ofAnotherCaller_isAbsentUntilItsOwnRemovesIt() {
    String path = created();

    assertThat(server.send(tus("else", path).HEAD()).statusCode()).isEqualTo(404);
    assertThat(server.send(tus("else", path).DELETE()).statusCode()).isEqualTo(404);
    assertThat(server.send(tus("view", path).HEAD()).statusCode()).isEqualTo(403);
    assertThat(head(path).statusCode()).isEqualTo(200);
    assertThat(server.send(tus("app", path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(head(path).statusCode()).isEqualTo(404);
  }

  @Test
  void request_withAnotherOffsetTypeOrVersion_isRefused() {
    byte[] bytes = AcceptingServer.jpeg(10);
    String path = created();

    assertThat(slug(patch(path, bytes, 5, 6))).isEqualTo("409 offset-mismatch");
    assertThat(
            slug(
                server.send(
                    tus("app", path)
                        .header("Upload-Offset", "0")
                        .method("PATCH", BodyPublishers.ofByteArray(bytes)))))
        .isEqualTo("415 unsupported-media");
    HttpResponse<byte[]> other =
        server.send(server.as("app", path).method("PATCH", BodyPublishers.ofByteArray(bytes)));
    assertThat(slug(other)).isEqualTo("412 precondition-failed");
    assertThat(header(other, "Tus-Version")).isEqualTo("1.0.0");
    server.send(tus("app", path).DELETE());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Upload-Length | 131073 | 413 too-large",
        "Upload-Length | 0 | 400 bad-request",
        "Upload-Length | x | 400 bad-request",
        "Upload-Defer-Length | 2 | 400 bad-request",
        "Upload-Concat | final;/api/uploads/x | 400 bad-request",
        "Upload-Concat | final;/api/uploads/aaaaaaaaaaaaaaaaaaaaaaaaaa | 404 not-found",
        "Upload-Metadata | group Zw== | 400 bad-request"
      })
  void creation_withAWrongHeader_isRefused(String name, String value, String problem) {
    assertThat(slug(create(name, value))).isEqualTo(problem);
  }

  private static byte[] endless(String path) {
    return ("PATCH "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer app-secret\r\n"
            + "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Length: 5000\r\n"
            + "Content-Type: application/offset+octet-stream\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  @Test
  void creation_cutInItsBody_leavesNoUpload() throws IOException {
    double begun = server.metric("calotype_resumable_begun_total");
    double unfinished = server.metric("calotype_resumable_unfinished");
    try (Socket lost = new Socket(InetAddress.getLoopbackAddress(), server.uri("/").getPort())) {
      String creation = new String(endless("/api/uploads"), ISO_8859_1).replace("PATCH", "POST");
      String named = creation.replace("Upload-Offset: 0", "Upload-Length: 5000");
      lost.getOutputStream().write((named + "some bytes").getBytes(ISO_8859_1));
      Await.until(() -> server.metric("calotype_resumable_begun_total") > begun, "the creation");
    }

    Await.until(() -> server.metric("calotype_resumable_unfinished") == unfinished, "the removal");
    assertThat(server.metric("calotype_resumable_begun_total")).isEqualTo(begun + 1);
  }

  /// A connection whose request has the lock. One that looks for it may have it at the wrong
  /// moment.
  private Socket waiting(String path, byte[] bytes) throws IOException {
    while (true) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri("/").getPort());
      socket.getOutputStream().write(endless(path));
      socket.getOutputStream().write(bytes, 0, 2000);
      while (socket.getInputStream().available() == 0) {
        if (slug(patch(path, bytes, 1, 2)).equals("423 upload-locked")) {
          return socket;
        }
      }
      socket.close();
    }
  }

  /// A connection that is lost without a word: the client comes back on another one.
  @Test
  void request_thatStillWaitsForBytes_isTakenOverByAHead() throws IOException {
    byte[] bytes = AcceptingServer.jpeg(11);
    String path = created();
    try (Socket lost = waiting(path, bytes)) {
      int offset = Integer.parseInt(header(head(path), "Upload-Offset"));

      assertThat(offset).isBetween(0, 2000);
      assertThat(new String(lost.getInputStream().readNBytes(12), ISO_8859_1))
          .isEqualTo("HTTP/1.1 423");
      HttpResponse<byte[]> whole = patch(path, bytes, offset, LENGTH);
      assertThat(content(header(whole, "Media-Location"))).isEqualTo(bytes);
    }
  }
}
