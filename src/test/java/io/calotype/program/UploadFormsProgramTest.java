package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads as clients in the field write them.
class UploadFormsProgramTest {
  private static final byte[] PHOTO = Pictures.jpeg(300, 200, 1);

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() {
    program = InJvm.start(data, Map.of("MAX_UPLOAD_SIZE", "1MiB", "MAX_VIDEO_SIZE", "2MiB"));
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @Test
  void prose_thatBeginsLikeAMovie_is415() {
    byte[] prose =
        "\0\0\0@widely read text that is no movie at all".getBytes(StandardCharsets.US_ASCII);
    assertThat(program.put("prose", prose).statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/jpeg", "application/json", "multipart/form-data; boundary=b"})
  void coded_inAnyForm_isStoredDecoded(String type) throws IOException {
    String latin = new String(PHOTO, StandardCharsets.ISO_8859_1);
    String plain =
        switch (type) {
          case "image/jpeg" -> latin;
          case "application/json" ->
              "{\"data\":\"" + Base64.getEncoder().encodeToString(PHOTO) + "\"}";
          default ->
              "--b\r\nContent-Disposition: form-data; name=file\r\n\r\n" + latin + "\r\n--b--";
        };

    HttpResponse<byte[]> answer =
        coded(type, "gzip", gzip(plain.getBytes(StandardCharsets.ISO_8859_1)));

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    assertThat(text(answer)).contains("\"bytes\":" + PHOTO.length);
  }

  @Test
  void coded_inAnUnknownCoding_is415WithTheKnownCodings() {
    HttpResponse<byte[]> answer = coded("image/jpeg", "br", PHOTO);

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.headers().firstValue("accept-encoding")).contains("gzip, deflate, identity");
    assertThat(text(answer)).contains("Content-Encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/jpeg", "application/json", "multipart/form-data; boundary=b"})
  void coded_bomb_is413(String type) throws IOException {
    byte[] blanks = new byte[100 << 20];
    Arrays.fill(blanks, (byte) ' ');
    byte[] bomb = gzip(gzip(blanks));

    assertThat(coded(type, "gzip, gzip", bomb).statusCode()).isEqualTo(413);
  }

  @Test
  void coded_falsely_is400() {
    assertThat(coded("image/jpeg", "gzip", PHOTO).statusCode()).isEqualTo(400);
    assertThat(coded("image/jpeg", "gzip", new byte[0]).statusCode()).isEqualTo(400);
  }

  /// A file of the greatest size, in base64 with a line break as an escape after 76 letters.
  @Test
  void json_ofTheGreatestFile_is201() {
    byte[] file = Arrays.copyOf(PHOTO, 1 << 20);
    String base64 = Base64.getMimeEncoder().encodeToString(file).replace("\r\n", "\\r\\n");
    String body = "{\"data\":\"" + base64 + "\"}";

    HttpResponse<byte[]> answer = json("/api/media", body);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    String more = Base64.getEncoder().encodeToString(Arrays.copyOf(PHOTO, (1 << 20) + 1));
    assertThat(json("/api/media", "{\"data\":\"" + more + "\"}").statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/cache/clear {\"group\":7}",
        "/api/cache/clear {\"all\":\"true\"}",
        "/api/admin/warm {\"ids\":[7],\"presets\":[\"small\"]}",
        "/api/admin/warm {\"ids\":[\"a\"],\"presets\":[\"small\"],\"skip\":\"1\"}",
        "/api/admin/verify {\"ids\":\"a\"}",
        "/api/admin/orphans {\"delete\":\"true\"}"
      })
  void order_withAValueOfAnotherType_is400(String order) {
    String[] parts = order.split(" ", 2);

    HttpResponse<byte[]> answer = json(parts[0], parts[1]);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(400);
    assertThat(text(answer)).containsIgnoringCase("the member ");
  }

  @Test
  void order_withAByteOrderMark_isRead() {
    assertThat(json("/api/cache/clear", "\uFEFF{\"all\":true,\"dryRun\":true}").statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<byte[]> json(String path, String body) {
    return program.post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse<byte[]> coded(String type, String coding, byte[] body) {
    return program.send(
        program
            .request("/api/media")
            .header("Content-Type", type)
            .header("Content-Encoding", coding)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
