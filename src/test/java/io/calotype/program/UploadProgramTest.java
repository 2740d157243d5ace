package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Uploads in their three forms, and what is there afterwards.
class UploadProgramTest {
  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() {
    program = InJvm.start(data, Server.ALL_PRESETS);
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  /// One way to send a file as the media `id` of the group `g`.
  interface Form {
    HttpResponse<byte[]> send(String id, byte[] file);
  }

  static Stream<Form> forms() {
    return Stream.of(
        UploadProgramTest::multipart,
        (id, file) -> json(id, Base64.getEncoder().encodeToString(file)),
        (id, file) -> json(id, "data:image/png;base64," + Base64.getEncoder().encodeToString(file)),
        (id, file) -> // as PHP writes JSON
        json(id, Base64.getEncoder().encodeToString(file).replace("/", "\\/")),
        (id, file) ->
            program.post(
                "/api/media?group=g&attr.title=A%20title&id=" + id, "image/whatever", file));
  }

  @Test
  void put_ofTwoGigabytes_needsNoMoreThanTheUsualHeap(@TempDir Path folder) {
    long zeros = 2L << 30;
    byte[] photo = Pictures.jpeg(640, 480, 1);
    Map<String, String> settings = Map.of("MAX_UPLOAD_SIZE", "3GiB", "JAVA_OPTS", "");
    try (Program large = Program.start(folder, settings)) {
      HttpResponse<byte[]> answer =
          large.send(
              large
                  .request("/api/media/large")
                  .PUT(BodyPublishers.ofInputStream(() -> followedByZeros(photo, zeros))));

      assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
      assertThat(text(answer)).contains("\"bytes\":" + (photo.length + zeros));
      assertThat(large.get("/images/large/small").statusCode()).isEqualTo(200);
    }
  }

  private static InputStream followedByZeros(byte[] first, long zeros) {
    InputStream endless =
        new InputStream() {
          private long left = zeros;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int count = (int) Math.min(length, left);
            Arrays.fill(target, offset, offset + count, (byte) 0);
            left -= count;
            return count == 0 ? -1 : count;
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(first), endless);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void post_inAnyForm_storesTheSame(Form form) {
    String id = "form-" + System.nanoTime();
    byte[] file = Pictures.png(900, 600, id.hashCode());

    HttpResponse<byte[]> answer = form.send(id, file);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    assertThat(answer.headers().firstValue("location")).contains("/api/media/" + id);
    assertThat(text(answer))
        .contains("\"id\":\"" + id + "\"", "\"kind\":\"image\"", "\"type\":\"image/png\"")
        .contains("\"bytes\":" + file.length, "\"width\":900", "\"height\":600")
        .contains("\"group\":\"g\"", "\"visibility\":\"public\"", "\"title\":\"A title\"")
        .contains("\"expiresAt\":null");
    assertThat(text(program.get("/api/media/" + id))).isEqualTo(text(answer));
    assertThat(program.get("/api/media/" + id + "/content").body()).isEqualTo(file);
    assertThat(form.send(id, file).statusCode()).isEqualTo(200);
  }

  @Test
  void post_always_makesTheFirstViewAHit() {
    program.put("first-view", Pictures.jpeg(1500, 1000, 3));

    for (String size : new String[] {"small", "medium", "large"}) {
      for (String accept : new String[] {"image/webp", "*/*"}) {
        HttpResponse<byte[]> view =
            program.get("/api/media/first-view/thumbnail?size=" + size, "Accept", accept);
        assertThat(view.headers().firstValue("cache-status").orElseThrow())
            .startsWith("calotype; hit");
      }
    }
    assertThat(program.get("/images/first-view").headers().firstValue("cache-status").orElseThrow())
        .startsWith("calotype; hit");
  }

  @Test
  void post_ofATransparentPicture_answersPngWithoutAccept() {
    program.put("see-through", Pictures.transparentPng(500, 500, 4));

    HttpResponse<byte[]> view = program.get("/api/media/see-through/thumbnail");

    assertThat(view.headers().firstValue("content-type")).contains("image/png");
    assertThat(view.headers().firstValue("content-disposition"))
        .contains("inline; filename=\"see-through_thumb.png\"");
    assertThat(view.headers().firstValue("cache-status").orElseThrow()).startsWith("calotype; hit");
    assertThat(Pictures.decoded(view.body()).getRGB(0, 0) >>> 24).isZero();
    byte[] jpeg = program.get("/images/see-through/medium.jpg").body();
    assertThat(Pictures.decoded(jpeg).getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void post_withATtl_isGoneAfterIt() throws InterruptedException {
    byte[] file = Pictures.jpeg(300, 200, 5);
    program.post("/api/media?id=brief&ttl=2", "image/jpeg", file);
    HttpResponse<byte[]> alive = program.get("/images/brief");

    assertThat(alive.headers().firstValue("cache-control").orElseThrow())
        .matches("public, max-age=[012]");
    Await.until(() -> program.get("/images/brief").statusCode() != 200, "the end of a media");

    for (String path :
        new String[] {"/images/brief", "/api/media/brief", "/api/media/brief/content"}) {
      assertThat(program.get(path).statusCode()).as(path).isEqualTo(410);
    }
    assertThat(program.put("brief", Pictures.jpeg(300, 200, 6)).statusCode()).isEqualTo(201);
  }

  @Test
  void list_always_pagesNewestFirst() {
    for (int i = 0; i < 5; i++) {
      program.post("/api/media?group=pages&id=page-" + i, "image/png", Pictures.png(20, 20, i));
    }

    String first = text(program.get("/api/media?group=pages&limit=3"));
    String cursor = first.replaceAll("(?s).*\"next\":\"([^\"]*)\".*", "$1");
    String second = text(program.get("/api/media?group=pages&limit=3&cursor=" + cursor));

    assertThat(first).containsSubsequence("page-4", "page-3", "page-2").doesNotContain("page-1");
    assertThat(second).containsSubsequence("page-1", "page-0").contains("\"next\":null");
  }

  @Test
  void delete_ofAGroup_deletesItsMediaOnly() {
    for (int i = 0; i < 3; i++) {
      program.post("/api/media?group=doomed&id=doomed-" + i, "image/png", Pictures.png(20, 20, i));
    }
    program.put("survivor", Pictures.png(20, 20, 9));

    HttpResponse<byte[]> answer = program.delete("/api/media?group=doomed");

    assertThat(text(answer)).isEqualTo("{\"deleted\":3}");
    assertThat(program.get("/api/media/doomed-1").statusCode()).isEqualTo(404);
    assertThat(program.get("/api/media/survivor").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<byte[]> multipart(String id, byte[] file) {
    String latin =
        field("id", id)
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\n"
            + new String(file, StandardCharsets.ISO_8859_1)
            + "\r\n"
            + field("group", "g")
            + field("attr.title", "A title")
            + "--b--\r\n";
    return program.post(
        "/api/media",
        "multipart/form-data; boundary=b",
        latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String field(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static HttpResponse<byte[]> json(String id, String base64) {
    String body =
        "{\"id\":\""
            + id
            + "\",\"data\":\""
            + base64
            + "\",\"group\":\"g\",\"attributes\":{\"title\":\"A title\"}}";
    return program.post("/api/media", "application/json", body.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
