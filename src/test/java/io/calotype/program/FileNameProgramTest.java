package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// File names of uploads, downloads by them, and repeated uploads with other options.
class FileNameProgramTest {
  private static final byte[] JPEG = Pictures.jpeg(64, 48, 1);

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() throws IOException {
    program = InJvm.start(data);
    program.put("nameless", JPEG);
    multipart("named", "/fakepath/Été 1.JPG");
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @Test
  void upload_eachForm_keepsTheName() {
    String json =
        "{\"id\":\"json\",\"filename\":\"j\\u0007/x.jpg\",\"data\":\""
            + Base64.getEncoder().encodeToString(JPEG)
            + "\"}";
    HttpResponse<byte[]> posted =
        program.post("/api/media", "application/json", json.getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> raw =
        program.send(
            program
                .request("/api/media/raw")
                .header("Content-Disposition", "attachment; filename*=UTF-8''%C3%A9.jpg")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(JPEG)));

    assertThat(text(posted)).contains("\"filename\":\"x.jpg\"");
    assertThat(text(raw)).contains("\"filename\":\"é.jpg\"");
    assertThat(text(program.get("/api/media/named"))).contains("\"filename\":\"Été 1.JPG\"");
    assertThat(text(program.get("/api/media/nameless"))).contains("\"filename\":null");
    assertThat(text(program.get("/api/media"))).contains("\"filename\":\"é.jpg\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/images/nameless?download | attachment; filename=\"nameless.webp\"",
        "/images/nameless/small.png?download= | attachment; filename=\"nameless.png\"",
        "/api/media/nameless/content?download | attachment; filename=\"nameless.jpg\"",
        "/api/media/nameless/content?download=My%20cat.jpg | attachment; filename=\"My cat.jpg\"",
        "/api/media/nameless/thumbnail?size=small&format=webp&download=cat | attachment; filename=\"cat.webp\"",
        "/images/nameless?w=32&download=setup.exe | attachment; filename=\"setup.exe.webp\"",
        "/images/nameless?download=a%0D%0ASet-Cookie:x%22 | attachment; filename=\"aSet-Cookie:x_.webp\"; filename*=UTF-8''aSet-Cookie%3Ax%22.webp",
        "/api/media/named/content?download | attachment; filename=\"_t_ 1.JPG\"; filename*=UTF-8''%C3%89t%C3%A9%201.JPG",
        "/images/named.avif?download | attachment; filename=\"_t_ 1.avif\"; filename*=UTF-8''%C3%89t%C3%A9%201.avif"
      })
  void get_download_isAnAttachment(String path, String expected) {
    HttpResponse<byte[]> answer = program.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-disposition")).hasValue(expected);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
  }

  @Test
  void get_download_sharesTheEntryAndTheTag() {
    HttpResponse<byte[]> plain = program.get("/images/nameless?w=48");
    HttpResponse<byte[]> saved = program.get("/images/nameless?w=48&download=x");

    assertThat(saved.headers().firstValue("etag")).isEqualTo(plain.headers().firstValue("etag"));
    assertThat(saved.headers().firstValue("cache-status").orElse("")).contains("hit");
    assertThat(plain.headers().firstValue("content-disposition")).isEmpty();
    assertThat(program.get("/images/nameless?download=a&download=b").statusCode()).isEqualTo(400);
  }

  /// Its original, and a private media as a whole, are for some callers only.
  @Test
  void get_downloadByAKey_hasTheNameOfTheUpload(@TempDir Path closed) {
    String key = "a key of an editor";
    Map<String, String> settings = Map.of("API_KEYS", "ann:editor:" + Sha256.ofText(key));
    try (Server keyed = InJvm.start(closed, settings)) {
      for (String visibility : List.of("public", "private")) {
        String id = "of-" + visibility;
        String file = "attachment; filename=\"cat " + visibility + ".jpeg\"";
        keyed.send(
            keyed
                .request("/api/media/" + id + "?visibility=" + visibility)
                .headers("Authorization", "Bearer " + key, "Content-Disposition", file)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(JPEG)));

        for (String path : List.of("/api/media/" + id + "/content", "/images/" + id + ".png")) {
          HttpResponse<byte[]> saved =
              keyed.get(path + "?download", "Authorization", "Bearer " + key);

          assertThat(saved.headers().firstValue("content-disposition"))
              .as("%s of %s", path, visibility)
              .hasValue(path.endsWith(".png") ? file.replace(".jpeg", ".png") : file);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "visibility=private | visibility",
        "group=other | group",
        "ttl=PT2H | ttl",
        "attr.title=other | attributes",
        "attr.more=x&visibility=private&group=g | visibility,attributes"
      })
  void put_sameBytesWithOtherOptions_namesThem(String options, String members) {
    put("/api/media/kept?group=g&attr.title=cat");

    HttpResponse<byte[]> answer = put("/api/media/kept?" + options);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(text(answer))
        .contains("\"type\":\"/problems/media-differs\"")
        .contains("\"members\":[\"" + members.replace(",", "\",\"") + "\"]");
    assertThat(text(program.get("/api/media/kept"))).contains("\"visibility\":\"public\"");
    assertThat(program.get("/problems/media-differs").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "group=g", "visibility=public", "ttl=PT5H&attr.title=cat", "ttl=18000"})
  void put_sameBytesWithTheSameOptions_isThere(String options) {
    put("/api/media/same?group=g&attr.title=cat&ttl=PT5H");

    assertThat(put("/api/media/same?" + options).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<byte[]> put(String path) {
    return program.send(program.request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(JPEG)));
  }

  private static void multipart(String id, String name) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(
        ("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.write(JPEG);
    body.write(
        ("\r\n--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n" + id + "\r\n--x--\r\n")
            .getBytes(StandardCharsets.UTF_8));
    program.post("/api/media", "multipart/form-data; boundary=x", body.toByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
