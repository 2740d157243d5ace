package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A picture as the body of errors on delivery routes.
class FallbackProgramTest {
  private static final byte[] PICTURE = Pictures.jpeg(32, 32, 9);

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("missing.dat"), PICTURE);
    program = InJvm.start(data, Map.of("FALLBACK", file.toString()));
    program.put("cat", Pictures.jpeg(64, 48, 1));
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/images/absent, 404",
    "/images/absent/small.jpg, 404",
    "/images/cat/huge, 404",
    "/images/cat?w=401, 400",
    "/images/cat?width=400, 400",
    "/api/media/absent/thumbnail, 404",
    "/api/media/absent/content, 404"
  })
  void get_errorOnDelivery_isThePictureWithItsStatus(String path, int status) {
    HttpResponse<byte[]> answer = program.get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(PICTURE);
    assertThat(answer.headers().firstValue("content-type")).hasValue("image/jpeg");
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(answer.headers().map()).doesNotContainKeys("etag", "last-modified");
  }

  @Test
  void head_errorOnDelivery_hasTheHeadersAlone() {
    HttpResponse<byte[]> answer =
        program.send(
            program.request("/images/absent").method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(PICTURE.length);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"If-None-Match | * | 404", "Range | bytes=0-3 | 404", "If-Match | \"x\" | 404"})
  void get_conditionsOfAnAbsentPicture_areIgnored(String name, String value, int status) {
    HttpResponse<byte[]> answer = program.get("/images/absent", name, value);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(PICTURE);
  }

  @Test
  void get_rangeBehindTheEnd_keepsItsHeaders() {
    HttpResponse<byte[]> answer = program.get("/images/cat", "Range", "bytes=999999-");

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("content-range")).isPresent();
    assertThat(answer.body()).isEqualTo(PICTURE);
  }

  @Test
  void get_knownPicture_isNotModifiedAsEver() {
    String tag = program.get("/images/cat").headers().firstValue("etag").orElseThrow();

    assertThat(program.get("/images/cat", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/media/absent", "/api/media?limit=0", "/nothing"})
  void get_errorElsewhere_isAProblemDocument(String path) {
    assertThat(program.get(path).headers().firstValue("content-type"))
        .hasValue("application/problem+json");
  }

  @Test
  void get_withoutCredentials_keepsTheChallenge(@TempDir Path other) throws IOException {
    Path file =
        Files.writeString(other.resolve("x.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    Map<String, String> settings =
        Map.of(
            "FALLBACK",
            file.toString(),
            "API_KEYS",
            "a:admin:" + "0".repeat(64),
            "DEFAULT_VISIBILITY",
            "private");
    try (Server keyed = InJvm.start(other.resolve("data"), settings)) {
      HttpResponse<byte[]> answer =
          keyed.get("/api/media/absent/content", "Authorization", "Bearer wrong");

      assertThat(answer.statusCode()).isIn(401, 404);
      assertThat(answer.headers().firstValue("www-authenticate").isPresent())
          .isEqualTo(answer.statusCode() == 401);
      assertThat(answer.headers().firstValue("content-type")).hasValue("image/svg+xml");
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("<svg");
    }
  }
}
