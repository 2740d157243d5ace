package io.calotype.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.json.JsonValue;
import io.calotype.program.Typed.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The statistics of a running program: sizes, counts, times and reasons.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NumbersProgramTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private static final byte[] PHOTO = Pictures.jpeg(900, 600, 5);
  private static final byte[] CLEAR = Pictures.transparentPng(500, 500, 6);

  private Path data;
  private Path folder;
  private Program program;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    data = folder.resolve("data");
    program =
        Program.start(
            data,
            Map.of(
                "LOG_FORMAT",
                "json",
                "LOG_LEVEL",
                "debug",
                "PRESETS",
                "Hero:320x",
                "PREGENERATE",
                "small,medium,large"));
  }

  @AfterAll
  void stop() {
    program.close();
  }

  @Test
  void usage_ofRenditions_isByPresetFormatAndAge() throws IOException {
    JsonValue before = usage();
    program.put("counted", PHOTO);
    program.get("/images/counted/Hero");
    program.get("/images/counted?w=256&q=11");
    for (Path file : files("counted")) {
      if (file.toString().contains("-q11-")) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
      }
    }

    JsonValue after = usage();

    for (String preset : List.of("small", "medium", "large")) {
      for (String format : List.of("webp", "jpg")) {
        assertThat(count(after, preset, format) - count(before, preset, format)).isEqualTo(1);
      }
    }
    assertThat(count(after, "whole", "webp") - count(before, "whole", "webp")).isEqualTo(1);
    assertThat(count(after, "Hero", "webp") - count(before, "Hero", "webp")).isEqualTo(1);
    assertThat(count(after, "other", "webp") - count(before, "other", "webp")).isEqualTo(1);
    assertThat(ages(after, "month") - ages(before, "month")).isEqualTo(1);
    assertThat(ages(after, "day") - ages(before, "day")).isEqualTo(8);
    assertThat(after.at("renditions").at("byPreset").at("Hero").at("count").count()).isPositive();
    assertThat(after.at("originals").at("image").at("bytes").count())
        .isEqualTo(before.at("originals").at("image").at("bytes").count() + PHOTO.length);
  }

  @Test
  void usage_whereAllPresetsMeanTheSame_isTheFirst() {
    JsonValue before = usage();
    program.put("tiny", Pictures.jpeg(40, 30, 1));

    JsonValue after = usage();

    assertThat(count(after, "small", "webp") - count(before, "small", "webp")).isEqualTo(1);
    assertThat(count(after, "whole", "webp")).isEqualTo(count(before, "whole", "webp"));
  }

  @Test
  void usage_takenLast_isAmongMetricsAndStats() {
    program.put("shown", PHOTO);
    JsonValue usage = usage();

    double shown = program.metric("calotype_renditions{");

    assertThat((long) shown).isEqualTo(usage.at("renditions").at("count").count());
    assertThat(program.metric("calotype_rendition_bytes{format=\"webp\",preset=\"large\"}"))
        .isPositive();
    assertThat(program.metric("calotype_originals{kind=\"image\"}")).isPositive();
    Map<String, JsonValue> covered = usage.members();
    assertThat(covered.remove("covers")).isNotNull();
    assertThat(stats().at("usage").members()).isEqualTo(covered);
  }

  @Test
  void everyNumber_afterSomeUse_isInMetricsAndStats() {
    program.put("used", PHOTO);
    program.get("/images/used/medium");
    program.get("/images/used?w=200&q=12");
    program.get("/api/media/used");
    program.get("/api/media");
    program.put("deleted", PHOTO);
    program.delete("/api/media/deleted");
    usage();

    String metrics = text(program.get("/metrics"));
    JsonValue stats = stats();

    for (String metric :
        List.of(
            "calotype_cache_hit_ratio{tier=\"memory\"}",
            "calotype_cache_hit_ratio{tier=\"disk\"}",
            "calotype_cache_hits_total{tier=\"memory\"}",
            "calotype_cache_hits_total{tier=\"disk\"}",
            "calotype_cache_misses_total",
            "calotype_rendition_average_bytes",
            "calotype_renders_seconds{output=\"webp\",quantile=\"0.5\"}",
            "calotype_renders_seconds{output=\"webp\",quantile=\"0.95\"}",
            "calotype_renders_seconds{output=\"webp\",quantile=\"0.99\"}",
            "calotype_render_queue",
            "calotype_render_memory_bytes",
            "calotype_cache_evictions_total",
            "calotype_cache_damaged_total",
            "calotype_renderers_lost_total{reason=\"crash\"}",
            "calotype_census_time_seconds")) {
      assertThat(metrics).contains("\n" + metric + " ");
    }
    for (String call : List.of("add", "find", "remove", "list")) {
      assertThat(metrics)
          .contains("calotype_catalog_seconds{call=\"" + call + "\",quantile=\"0.99\"}");
      assertThat(stats.at("catalog").at("millis").at(call).at("count").count()).isPositive();
    }
    assertThat(stats.at("requests").members())
        .containsKeys("hitRate", "memoryHitRate", "diskHitRate");
    assertThat(stats.at("renders").members())
        .containsKeys("waiting", "memoryBytes", "renderersLost");
    assertThat(stats.at("renders").at("millis").at("webp").members())
        .containsKeys("count", "p50", "p95", "p99");
    assertThat(stats.at("cache").members()).containsKeys("averageBytes", "evictions", "repairs");
  }

  @Test
  void metrics_afterSomeUse_countRequestsByRouteAndStatus() {
    program.put("measured", PHOTO);
    double stored = program.metric("calotype_uploads_stored_total");
    Map<String, String> requests =
        Map.of(
            "/images/measured/small", "image\",status=\"200",
            "/images/absent", "image\",status=\"404",
            "/api/media/measured/thumbnail", "thumbnail\",status=\"200",
            "/api/media/measured/content", "original\",status=\"200",
            "/api/media/measured", "api\",status=\"200",
            "/nowhere", "other\",status=\"404");
    requests.forEach((path, labels) -> {
      String count = "calotype_http_requests_seconds_count{route=\"" + labels;
      double before = program.metric(count);
      program.get(path);
      assertThat(program.metric(count)).as(path).isEqualTo(before + 1);
    });
    assertThat(program.metric("calotype_http_requests_seconds_count{route=\"upload\",status=\"201"))
        .isPositive();
    program.put("measured-too", Pictures.jpeg(64, 48, 9));
    assertThat(program.metric("calotype_uploads_stored_total")).isEqualTo(stored + 1);
    assertThat(program.metric("calotype_disk_free_bytes{folder=\"data\"")).isPositive();
    assertThat(text(program.get("/metrics")))
        .contains(
            "calotype_build_info{java=", "process_cpu", "process_files_max", "jvm_memory_used")
        .contains("calotype_http_requests_seconds_bucket{route=\"image\"");
  }

  @Test
  void metrics_all_haveADescriptionWithTheirUnit() {
    List<String> undescribed =
        text(program.get("/metrics"))
            .lines()
            .filter(line -> line.startsWith("# HELP"))
            .filter(line ->
                !line.matches("# HELP \\S+ \\S.*")
                    || line.matches("# HELP \\S+_bytes(_total)? (?i)(?!.*bytes).*")
                    || line.matches("# HELP \\S+_seconds(_max)? (?i)(?!.*seconds).*"))
            .toList();

    assertThat(undescribed).isEmpty();
  }

  @Test
  void metrics_checkedByPrometheus_areClean() throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "lacks promtool: apt-get install prometheus");
    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(program.get("/metrics").body());
    }

    assertThat(new String(promtool.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(promtool.waitFor()).isZero();
  }

  @Test
  void catalog_recordInMemory_isNotQueried() {
    program.put("remembered", PHOTO);
    program.get("/images/remembered/small");
    double queries = program.metric("calotype_catalog_seconds_count{call=\"find\"}");

    program.get("/images/remembered/small");
    program.get("/images/remembered/small");

    assertThat(program.metric("calotype_catalog_seconds_count{call=\"find\"}")).isEqualTo(queries);
  }

  @Test
  void warm_missingRenditions_areMadeWithoutAMiss() throws IOException {
    program.put("cold", PHOTO);
    double misses = program.metric("calotype_cache_misses_total");

    JsonValue first = warm("{\"ids\":[\"cold\",\"nobody\"],\"presets\":[\"Hero\",\"small\"]}");
    JsonValue again = warm("{\"ids\":[\"cold\",\"nobody\"],\"presets\":[\"Hero\",\"small\"]}");

    assertThat(first.at("made").count()).isEqualTo(2); // Hero as WebP and as JPEG
    assertThat(first.at("present").count()).isEqualTo(2);
    assertThat(first.at("gone").count()).isEqualTo(1);
    assertThat(first.at("media").count()).isEqualTo(2);
    assertThat(again.at("made").count()).isZero();
    assertThat(again.at("present").count()).isEqualTo(4);
    assertThat(program.metric("calotype_cache_misses_total")).isEqualTo(misses);
    assertThat(program.get("/images/cold/Hero").headers().firstValue("cache-status"))
        .hasValueSatisfying(status -> assertThat(status).startsWith("calotype; hit"));
  }

  @Test
  void warm_ofTransparency_makesPng() throws IOException {
    program.put("clear", CLEAR);

    JsonValue warmed = warm("{\"ids\":[\"clear\"],\"presets\":[\"Hero\",\"whole\"]}");

    assertThat(warmed.at("made").count()).isEqualTo(2); // the whole picture is there
    assertThat(files("clear")).anyMatch(file -> file.toString().matches(".*/320x320-.*\\.png"));
  }

  @Test
  void warm_withSkip_continuesBehindIt() {
    program.put("half", PHOTO);

    JsonValue warmed = warm("{\"ids\":[\"half\"],\"presets\":[\"Hero\"],\"skip\":1}");

    assertThat(warmed.at("made").count()).isEqualTo(1);
    assertThat(warmed.at("media").count()).isEqualTo(1);
    assertThat(warmed.at("skip").count()).isZero();
  }

  @Test
  void warm_ofAnythingElse_isRefused() {
    for (String body :
        List.of(
            "{}",
            "{\"ids\":[],\"presets\":[\"small\"]}",
            "{\"ids\":[\"a/b\"],\"presets\":[\"small\"]}",
            "{\"ids\":[\"a\"]}",
            "{\"ids\":[\"a\"],\"presets\":[\"huge\"]}",
            "{\"ids\":[\"a\"],\"presets\":[\"small\"],\"formats\":[\"gif\"]}",
            "{\"ids\":[\"a\"],\"presets\":[\"small\"],\"skip\":-1}",
            "{\"ids\":[\"a\"],\"presets\":[\"small\"],\"groups\":[\"a\"]}")) {
      assertThat(post("/api/admin/warm", body).statusCode()).as(body).isEqualTo(400);
    }
  }

  @Test
  void commands_overThisServer_countAndWarm() throws Exception {
    Typed typed = Typed.at(program, folder, "");
    program.post("/api/media?id=w1&group=warm", "image/jpeg", PHOTO);
    program.post("/api/media?id=w2&group=warm", "image/jpeg", Pictures.jpeg(800, 800, 9));
    program.post("/api/media?id=broken&group=sick", "image/jpeg", Pictures.jpeg(700, 500, 2));
    Files.write(BlobFolder.image(data, "broken"), "no picture at all".getBytes(UTF_8));

    Ended warm = typed.run("warm", "--preset", "small,Hero", "--format", "webp", "--group", "warm");
    Ended again =
        typed.run("warm", "--preset", "Hero", "--format", "webp", "--group", "warm", "--json");
    Ended sick = typed.run("warm", "--preset", "small,Hero", "--group", "sick");
    Ended du = typed.run("du");
    Ended json = typed.run("du", "--json");

    assertThat(warm.out()).isEqualTo("2 made, 2 there already, 0 failed\n");
    assertThat(warm.code()).isZero();
    assertThat(again.out()).startsWith("{\"made\":0,\"present\":2,\"failed\":0,\"complete\":true");
    assertThat(sick.code()).isEqualTo(1);
    assertThat(sick.out()).isEqualTo("0 made, 2 there already, 2 failed\n");
    assertThat(sick.err())
        .isEqualTo(
            "2 renditions failed: Original damaged\n  broken  Hero  webp\n  broken  Hero  jpg\n");
    assertThat(du.out())
        .startsWith("PRESET  FORMAT  RENDITIONS  BYTES\n")
        .containsPattern("\nHero +webp +[0-9]+ +[0-9.]+ kB\n")
        .containsPattern("\nless than a day +[0-9]+ ")
        .containsPattern("\nimages +[0-9]+ ");
    assertThat(JsonValue.read(json.out()).orElseThrow().at("renditions").at("count").count())
        .isPositive();
  }

  @Test
  void log_asJson_isAnObjectALineWithIdsAndDurations() throws IOException {
    program.put("logged", PHOTO);
    program.get("/images/logged/small");
    program.get("/images/logged?w=64&q=13");
    program.delete("/api/media/logged");

    List<JsonValue> events =
        program.logUntil("\"event\":\"deleted\",\"id\":\"logged\"").stream()
            .filter(line -> !line.startsWith("Calotype is ready"))
            .map(line -> JsonValue.read(line).orElseThrow())
            .filter(event -> event.at("id").text().equals("logged"))
            .toList();

    assertThat(events)
        .extracting(event -> event.at("event").text())
        .containsExactly("stored", "hit", "miss", "rendered", "deleted");
    for (JsonValue event : events) {
      assertThat(event.members()).containsKeys("time", "level");
      if (List.of("stored", "rendered", "deleted").contains(event.at("event").text())) {
        assertThat(event.at("ms").value()).isInstanceOf(Number.class);
        assertThat(event.at("bytes").value()).isInstanceOf(Number.class);
      }
    }
  }

  private JsonValue usage() {
    return json(program.get("/api/admin/usage"));
  }

  private JsonValue stats() {
    return json(program.get("/api/stats"));
  }

  private JsonValue warm(String body) {
    return json(post("/api/admin/warm", body));
  }

  private HttpResponse<byte[]> post(String path, String body) {
    return program.post(path, "application/json", body.getBytes(UTF_8));
  }

  private static long count(JsonValue usage, String preset, String format) {
    return usage.at("renditions").at("byPresetAndFormat").items().stream()
        .filter(kind -> kind.at("preset").text().equals(preset))
        .filter(kind -> kind.at("format").text().equals(format))
        .mapToLong(kind -> kind.at("count").count())
        .sum();
  }

  private static long ages(JsonValue usage, String age) {
    return usage.at("renditions").at("byAge").at(age).at("count").count();
  }

  private List<Path> files(String id) throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("renditions"))) {
      return all.filter(file -> file.resolveSibling("").endsWith(id)).toList();
    }
  }

  private static JsonValue json(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return JsonValue.read(text(answer)).orElseThrow();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }
}
