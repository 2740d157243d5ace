package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Await;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Animations, slow formats, and formats that this machine may lack.
class MediaProgramTest {
  private static final String BEST = "image/avif,image/webp,*/*;q=0.8";

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() {
    program = Program.start(data);
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @Test
  void get_animation_movesInWebpAndStandsInPresets() {
    program.put("moving", MovingPictures.gif(120, 80, 5, 70));

    byte[] whole = program.get("/images/moving").body();
    byte[] small = program.get("/images/moving?w=64").body();

    assertThat(MovingPictures.delays(whole)).containsExactly(70, 70, 70, 70, 70);
    assertThat(MovingPictures.delays(small)).hasSize(5);
    assertThat(MovingPictures.delays(program.get("/images/moving/preview").body())).hasSize(5);
    for (String still :
        List.of("/moving?frame=first", "/moving/medium", "/moving?w=64&frame=first")) {
      assertThat(MovingPictures.delays(program.get("/images" + still).body())).isEmpty();
    }
    assertThat(text(program.get("/api/media/moving"))).contains("\"frames\":5");
    assertThat(program.get("/images/moving.avif").statusCode()).isEqualTo(200);
  }

  /// A cut or a canvas is the same in every frame.
  @ParameterizedTest
  @CsvSource({"cover&gravity=attention, 64, 64", "contain, 64, 64"})
  void get_animationCut_movesStill(String fit, int width, int height) {
    program.put("moving-" + width + fit.length(), MovingPictures.gif(120, 80, 3, 40));

    byte[] webp =
        program.get("/images/moving-" + width + fit.length() + "?w=64&h=64&fit=" + fit).body();

    assertThat(MovingPictures.delays(webp)).containsExactly(40, 40, 40);
    assertThat(MovingPictures.canvas(webp)).containsExactly(width, height);
  }

  @Test
  void get_animatedPng_moves() {
    program.put("apng", MovingPictures.apng(40, 30, 3, 100));

    assertThat(MovingPictures.delays(program.get("/images/apng").body()))
        .containsExactly(100, 100, 100);
  }

  /// Hundreds of frames keep their time.
  @Test
  void get_longAnimation_keepsAllDelays() {
    program.put("long", MovingPictures.gif(16, 16, 500, 130));

    assertThat(MovingPictures.delays(program.get("/images/long").body()))
        .allMatch(delay -> delay % 130 == 0)
        .satisfies(delays ->
            assertThat(delays.stream().mapToInt(Integer::intValue).sum()).isEqualTo(65_000));
  }

  @Test
  void get_animationWithABrokenFrame_endsBeforeItAndCostsNoRenderer() {
    byte[] broken = MovingPictures.apng(400, 300, 3, 100);
    broken[broken.length - 40] ^= 1;
    double lost = program.metric("calotype_renderers_lost_total");

    HttpResponse<byte[]> answer = program.put("broken", broken);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(text(answer)).contains("\"frames\":2");
    assertThat(program.metric("calotype_renderers_lost_total")).isEqualTo(lost);
  }

  @Test
  void master_lost_comesAgainWithTheUpload() throws Exception {
    byte[] video = MovingPictures.video("mp4", 1.0);
    program.put("lost", video);
    for (Path file : files("lost")) {
      if (file.toString().contains("masters")) {
        Files.delete(file);
      }
    }
    assertThat(program.put("lost", video).statusCode()).isEqualTo(200);

    assertThat(program.get("/images/lost?w=64").statusCode()).isEqualTo(200);
  }

  /// WebP at once and for five minutes, AVIF once it is worth it, and a 304 for what a client has.
  @Test
  void get_autoByAClientThatTakesAvif_hasWebpFirstAndAvifWhenHot() throws InterruptedException {
    program.put("hot", Pictures.jpeg(900, 600, 9));
    String url = "/images/hot?w=320&format=auto";

    HttpResponse<byte[]> first = program.get(url, "Accept", BEST);
    assertThat(header(first, "content-type")).isEqualTo("image/webp");
    assertThat(header(first, "cache-control")).isEqualTo("public, max-age=300");
    assertThat(header(first, "vary")).isEqualToIgnoringCase("accept");

    HttpResponse<byte[]> last = until(url, "image/avif");
    assertThat(header(last, "cache-control")).isEqualTo("public, max-age=3600");
    assertThat(program.get(url, "Accept", BEST, "If-None-Match", header(last, "etag")).statusCode())
        .isEqualTo(304);
    assertThat(header(program.get(url, "Accept", "image/webp"), "content-type"))
        .isEqualTo("image/webp");
    assertThat(header(program.get(url, "Accept", "image/webp"), "cache-control"))
        .isEqualTo("public, max-age=3600");
    assertThat(header(program.get(url, "Accept", "image/avif;q=0,*/*"), "content-type"))
        .isEqualTo("image/jpeg");
  }

  @Test
  void get_autoAfterARestart_findsTheAvifThatIsThere() throws Exception {
    Path folder = data.resolveSibling(data.getFileName() + "-restart");
    String url = "/images/hot?w=320&format=auto";
    try (Server before = InJvm.start(folder)) {
      before.put("hot", Pictures.jpeg(900, 600, 9));
      before.get("/images/hot?w=320&format=avif");
    }
    try (Server after = InJvm.start(folder)) {
      Await.until(
          () -> header(after.get(url, "Accept", BEST), "content-type").equals("image/avif"));
      assertThat(after.metric("calotype_renders_seconds_count{format=\"avif\"")).isZero();
    }
  }

  private static HttpResponse<byte[]> until(String url, String type) {
    Await.until(() -> header(program.get(url, "Accept", BEST), "content-type").equals(type), type);
    return program.get(url, "Accept", BEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mov", "webm", "mkv", "avi", "3gp"})
  void video_ofAnyContainer_hasAPosterAndPlays(String container) throws Exception {
    byte[] video = MovingPictures.video(container, 2.0);
    HttpResponse<byte[]> stored = program.put("video-" + container, video);

    assertThat(stored.statusCode()).as(text(stored)).isEqualTo(201);
    assertThat(text(stored))
        .contains("\"kind\":\"video\"")
        .contains("\"width\":160,\"height\":120")
        .containsPattern("\"durationMillis\":(19|20)\\d\\d,")
        .containsPattern("\"codecs\":\\{\"video\":\"\\w+\"");
    BufferedImage poster =
        Pictures.decoded(program.get("/images/video-" + container + "/medium.png").body());
    assertThat(poster.getWidth()).isEqualTo(160);
    byte[] preview = program.get("/images/video-" + container + "/preview").body();
    assertThat(MovingPictures.delays(preview).size()).isBetween(10, 60);
    assertThat(MovingPictures.canvas(preview)).containsExactly(160, 120);
    HttpResponse<byte[]> part =
        program.get("/api/media/video-" + container + "/content", "Range", "bytes=100-199");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(video, 100, 200));
    assertThat(header(part, "content-type")).startsWith("video/");
    assertThat(header(part, "content-disposition")).startsWith("inline");
  }

  @Test
  void video_deleted_leavesNothing() throws Exception {
    program.put("gone", MovingPictures.video("mp4", 0.17));
    assertThat(program.get("/images/gone?w=64&h=64&fit=cover").statusCode()).isEqualTo(200);
    assertThat(files("gone")).isNotEmpty();

    assertThat(program.delete("/api/media/gone").statusCode()).isEqualTo(204);

    assertThat(files("gone")).isEmpty();
    assertThat(program.get("/images/gone").statusCode()).isEqualTo(404);
  }

  private static List<Path> files(String id) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(path -> path.toString().contains("/" + id)).toList();
    }
  }

  @Test
  void video_withoutFfmpeg_isRefusedWithTheWayToAddIt() throws Exception {
    Path folder = data.resolveSibling(data.getFileName() + "-bare");
    Map<String, String> settings = Map.of("FFMPEG", "off", "SYSTEM_LIBVIPS", "off");
    try (Server bare = InJvm.start(folder, settings)) {
      HttpResponse<byte[]> refused = bare.put("video", MovingPictures.video("mp4", 0.17));

      assertThat(refused.statusCode()).isEqualTo(415);
      assertThat(text(refused))
          .contains("/problems/unsupported-media")
          .contains("apt-get install ffmpeg");
      assertThat(text(bare.put("phone", MovingPictures.heic())))
          .contains("apt-get install libvips42");
      assertThat(bare.log().stream().filter(line -> line.contains("ffmpeg.missing"))).hasSize(1);
      assertThat(bare.put("a", Pictures.png(9, 9, 1)).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void heic_ofAPhone_isRead() {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/libvips.so.42")),
        "this test needs Debian's libvips42");

    HttpResponse<byte[]> stored = program.put("phone", MovingPictures.heic());

    assertThat(stored.statusCode()).as(text(stored)).isEqualTo(201);
    assertThat(program.get("/images/phone/small.jpg").statusCode()).isEqualTo(200);
  }

  @Test
  void put_playlist_isNoVideo() {
    byte[] playlist =
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
            .getBytes(StandardCharsets.US_ASCII);

    assertThat(program.put("playlist", playlist).statusCode()).isEqualTo(415);
    assertThat(
            program
                .put(
                    "concat",
                    "ffconcat version 1.0\nfile /etc/passwd\n".getBytes(StandardCharsets.US_ASCII))
                .statusCode())
        .isEqualTo(415);
  }

  /// The limit is that of what the bytes are.
  @Test
  void put_longerThanItsLimit_isTooLargeByItsKind() throws Exception {
    Path folder = data.resolveSibling(data.getFileName() + "-limits");
    Map<String, String> settings =
        Map.of("MAX_UPLOAD_SIZE", "3KiB", "MAX_VIDEO_SIZE", "1MiB", "FFMPEG", "auto");
    try (Server small = InJvm.start(folder, settings)) {
      byte[] video = MovingPictures.video("avi", 1.0);
      assertThat(video.length).isBetween(5_000, 1 << 20);

      assertThat(small.put("video", video).statusCode()).isEqualTo(201);
      HttpResponse<byte[]> refused = small.put("picture", Pictures.noise(60, 60, 1));
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(text(refused)).contains("\"limit\":3072");
    }
  }

  @Test
  void record_always_hasPlaceholderAndFacts() throws IOException {
    BufferedImage plain = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    plain.createGraphics().fillRect(0, 0, 64, 64);
    for (int i = 0; i < 64 * 40; i++) {
      plain.setRGB(i % 64, i / 64, new Color(0x2a6fdb).getRGB());
    }
    String record = text(program.put("plain", Pictures.encoded(plain, "png")));

    assertThat(record).containsPattern("\"thumbhash\":\"[A-Za-z0-9+/=]{20,40}\"");
    assertThat(record).contains("\"color\":\"#2a6fdb\"");
    assertThat(record)
        .contains("\"facts\":{\"format\":\"png\",\"frames\":1,\"alpha\":false,\"opaque\":true,");
  }

  @Test
  void exif_byOthers_hasNoPosition() throws IOException {
    Path folder = data.resolveSibling(data.getFileName() + "-keys");
    String keys =
        "ann:editor:"
            + sha256("ann")
            + ",bob:viewer:"
            + sha256("bob")
            + ",cat:admin:"
            + sha256("cat");
    try (Server keyed = InJvm.start(folder, Map.of("API_KEYS", keys))) {
      HttpRequest.Builder upload =
          keyed
              .request("/api/media/photo")
              .header("Authorization", "Bearer ann")
              .PUT(HttpRequest.BodyPublishers.ofByteArray(MovingPictures.jpegWithPosition()));
      assertThat(keyed.send(upload).statusCode()).isEqualTo(201);

      assertThat(exif(keyed, "ann")).contains("\"Model\":\"Box\"").contains("GPSLatitude");
      for (String other : List.of("bob", "cat")) {
        assertThat(exif(keyed, other)).contains("\"Model\":\"Box\"").doesNotContain("GPS");
      }
      assertThat(keyed.get("/api/media/photo?exif=true").statusCode()).isEqualTo(401);
      assertThat(text(keyed.get("/api/media/photo", "Authorization", "Bearer ann")))
          .doesNotContain("exif");
    }
  }

  private static String exif(Server keyed, String key) {
    return text(keyed.get("/api/media/photo?exif=true", "Authorization", "Bearer " + key));
  }

  private static String sha256(String key) {
    return io.calotype.media.Sha256.ofText(key).hex();
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
