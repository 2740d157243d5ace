package io.calotype.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import io.calotype.json.JsonValue;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An explanation is what the answer then is, and changes nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainProgramTest {
  private static final byte[] PHOTO = Pictures.jpeg(900, 600, 5);
  private static final String SIGNING = "a signing key of some length";

  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant LONG_AGO =
      Instant.now().minus(Duration.ofDays(20)).truncatedTo(ChronoUnit.SECONDS);

  private Path data;
  private Server program;

  @BeforeAll
  void start(@TempDir Path data) {
    this.data = data;
    program =
        InJvm.start(
            data,
            Map.of(
                "SIGNING_KEYS", SIGNING,
                "MEMORY_CACHE_SIZE", "0",
                "PRESETS", "logo:64x64:cover:png",
                "PUBLIC_URL", "https://media.example.org/pictures"));
    program.put("photo", PHOTO);
    program.post("/api/media?id=brief&ttl=PT10M", "image/jpeg", PHOTO);
    program.post("/api/media?id=hidden&visibility=private", "image/jpeg", PHOTO);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/images/photo, -",
        "/images/photo.png, -",
        "/images/photo/logo, -",
        "/images/photo/medium?format=auto, -",
        "/images/photo/medium?format=auto, image/webp;q=0.5;*/*;q=0.1",
        "/images/photo/medium?format=auto, image/webp",
        "/images/photo?w=640&h=640&fit=cover, -",
        "/images/photo?w=640&format=auto, 'image/avif,image/webp'",
        "/images/brief/small, -",
        "/images/hidden/small, -",
        "/api/media/photo/thumbnail, image/webp",
        "/api/media/photo/thumbnail?size=small&format=png&v=nonsense, -",
        "/api/media/photo/content, -",
        "/images/photo?w=401, -",
        "/images/photo/huge, -",
        "/images/absent, -",
        "/images/photo.bmp, -",
        "/images/photo?frob=1, -",
      })
  void explanation_ofAUrl_matchesItsAnswer(String url, @Nullable String accept) {
    JsonValue explained = explain(url, accept);
    HttpResponse<byte[]> answer =
        accept == null ? program.get(url) : program.get(url, "Accept", accept);

    assertThat(explained.at("status").count()).isEqualTo(answer.statusCode());
    if (answer.statusCode() == 200) {
      JsonValue headers = explained.at("headers");
      assertThat(headers.at("etag").text()).isEqualTo(header(answer, "etag"));
      assertThat(headers.at("lastModified").text()).isEqualTo(header(answer, "last-modified"));
      assertThat(headers.at("vary").text().replace("not sent", ""))
          .isEqualTo(header(answer, "vary"));
      assertThat(stripped(headers.at("cacheControl").text()))
          .isEqualTo(stripped(header(answer, "cache-control")));
      assertThat(header(answer, "cache-status"))
          .contains(explained.at("cache").at("result").text());
    } else {
      assertThat(new String(answer.body(), UTF_8))
          .contains("/problems/" + explained.at("problem").text());
    }
  }

  @Test
  void command_urlThatIsAnError_exitsWithOne(@TempDir Path desk) throws Exception {
    Typed typed = Typed.at(program, desk, "");

    assertThat(typed.run("explain", "/images/photo").code()).isZero();
    assertThat(typed.run("explain", "/images/absent").code()).isEqualTo(1);
    assertThat(typed.run("explain", "/images/photo/huge", "--json").code()).isEqualTo(1);
  }

  /// Without its seconds where they pass meanwhile.
  private static String stripped(String cacheControl) {
    return cacheControl.replaceFirst("max-age=5[0-9]{2}", "max-age=5..");
  }

  @Test
  void explanation_ofAMiss_rendersNothingAndIsAMissAgain() {
    double misses = program.metric("calotype_cache_misses_total");

    JsonValue first = explain("/images/photo?w=256&q=40", null);
    JsonValue again = explain("/images/photo?w=256&q=40", null);

    assertThat(first.at("cache").at("result").text()).isEqualTo("miss");
    assertThat(again.at("cache")).isEqualTo(first.at("cache"));
    assertThat(first.at("means").at("spec").text()).isEqualTo("256x171-q40");
    assertThat(first.at("means").at("defaults").members())
        .containsKeys("h", "fit", "dpr")
        .doesNotContainKeys("w", "q");
    assertThat(program.metric("calotype_cache_misses_total")).isEqualTo(misses);
  }

  @Test
  void explanation_ofAHit_isNoUseOfIt() throws IOException {
    program.get("/images/photo?w=320&q=41");
    Path file = file("320x213-q41-");
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    double hits = program.metric("calotype_cache_hits_total");

    JsonValue cache = explain("/images/photo?w=320&q=41", null).at("cache");

    assertThat(cache.at("result").text()).isEqualTo("hit");
    assertThat(cache.at("disk").at("file").text()).isEqualTo(data.relativize(file).toString());
    assertThat(cache.at("disk").at("bytes").count()).isEqualTo(Files.size(file));
    assertThat(cache.at("disk").at("usedAt").text()).isEqualTo(LONG_AGO.toString());
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(LONG_AGO);
    assertThat(program.metric("calotype_cache_hits_total")).isEqualTo(hits);
  }

  @Test
  void explanation_ofDamage_saysSoAndLeavesIt() throws IOException {
    program.get("/images/photo?w=128&q=42");
    Path file = file("128x85-q42-");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    JsonValue cache = explain("/images/photo?w=128&q=42", null).at("cache");

    assertThat(cache.at("result").text()).isEqualTo("miss");
    assertThat(cache.at("why").text()).contains("damaged");
    assertThat(cache.at("disk").at("sound").text()).isEqualTo("false");
    assertThat(file).exists();
  }

  @Test
  void explanation_ofAnEarlierEncodersFile_saysSo() throws IOException {
    program.get("/images/photo?w=96&q=43");
    Path file = file("96x64-q43-");
    String older = file.getFileName().toString().replaceFirst("-q43-.{8}", "-q43-00000000");
    Files.move(file, file.resolveSibling(older));

    JsonValue cache = explain("/images/photo?w=96&q=43", null).at("cache");

    assertThat(cache.at("result").text()).isEqualTo("miss");
    assertThat(cache.at("why").text()).contains("another encoder");
  }

  @Test
  void rendition_ofADamagedOriginal_isNoFaultOfThePicture() throws IOException {
    program.put("broken", Pictures.jpeg(300, 200, 8));
    Files.write(BlobFolder.image(data, "broken"), "no picture at all".getBytes(UTF_8));

    HttpResponse<byte[]> answer = program.get("/images/broken?w=64");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(new String(answer.body(), UTF_8)).contains("/problems/original-damaged");
    assertThat(explain("/images/broken?w=64", null).members()).doesNotContainKey("failedLately");
  }

  @Test
  void explanation_ofASignedUrl_keepsTheSignatureToItself() {
    SignedUrl url =
        SignedUrl.of("/images/hidden", List.of(Map.entry("w", "401"), Map.entry("format", "webp")));
    String signed = new Signatures(List.of(SIGNING)).sign(url, Instant.now().plusSeconds(60));
    String signature = signed.replaceFirst(".*sig=", "");

    JsonValue good = explain(signed, null);
    JsonValue forged = explain(signed.replace("w=401", "w=402"), null);

    assertThat(good.at("access").text()).isEqualTo("private: the signature of this URL is valid");
    assertThat(good.at("means").at("width").count()).isEqualTo(401);
    assertThat(good.toString()).doesNotContain(signature);
    assertThat(forged.at("problem").text()).isEqualTo("size-not-allowed");
    assertThat(forged.at("access").text()).contains("is not valid");
  }

  @Test
  void explanation_ofATokenInAUrl_keepsItToItself() {
    String token =
        new Signatures(List.of(SIGNING))
            .token(new MediaId("hidden"), Instant.now().plusSeconds(60));

    JsonValue good = explain("/images/hidden?t=" + token, null);
    JsonValue foreign = explain("/images/hidden?t=9" + token, null);

    assertThat(good.at("access").text()).isEqualTo("private: the token of this URL is valid");
    assertThat(good.toString()).doesNotContain(token);
    assertThat(foreign.at("access").text()).contains("is not valid");
  }

  @Test
  void explanation_ofAWholeUrl_isThatOfItsPath() {
    JsonValue headers = explain("/images/photo/small", null).at("headers");

    for (String beginning :
        List.of("https://media.example.org/pictures", "http://127.0.0.1:8080")) {
      JsonValue whole = explain(beginning + "/images/photo/small#top", null);

      assertThat(whole.at("path").text()).isEqualTo("/images/photo/small");
      assertThat(whole.at("headers")).isEqualTo(headers);
    }
    assertThat(program.get("/api/admin/explain?url=images/photo").statusCode()).isEqualTo(400);
    assertThat(program.get("/api/admin/explain").statusCode()).isEqualTo(400);
  }

  @Test
  void explanation_whileAvifIsToCome_namesIt() {
    JsonValue explained =
        explain("/images/photo?w=480&q=44&format=auto", "image/avif;q=0.9,image/webp;q=0.8");

    assertThat(explained.at("format").at("chosen").text()).isEqualTo("image/webp");
    assertThat(explained.at("format").at("why").toString()).contains("stands in for AVIF");
    assertThat(explained.at("format").at("weights").at("image/avif").text()).isEqualTo("0.9");
    assertThat(explained.at("headers").at("cacheControl").text()).isEqualTo("public, max-age=300");
  }

  private JsonValue explain(String url, @Nullable String accept) {
    String query = "?url=" + encoded(url) + (accept == null ? "" : "&accept=" + encoded(accept));
    HttpResponse<byte[]> answer = program.get("/api/admin/explain" + query);
    String text = new String(answer.body(), UTF_8);
    assertThat(answer.statusCode()).as(text).isEqualTo(200);
    return JsonValue.read(text).orElseThrow();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return String.join(", ", answer.headers().allValues(name));
  }

  private Path file(String beginning) throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("renditions/"))) {
      return all.filter(file -> file.getFileName().toString().startsWith(beginning))
          .findFirst()
          .orElseThrow();
    }
  }
}
