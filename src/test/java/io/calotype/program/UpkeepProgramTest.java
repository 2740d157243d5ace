package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Removal by maintenance, and by a call.
class UpkeepProgramTest {
  private static final byte[] PHOTO = Pictures.jpeg(900, 600, 3);

  @TempDir Path data;

  @Test
  void clear_all_removesRenditionsAndTheyComeAgain() throws IOException {
    try (Server program = InJvm.start(data)) {
      program.put("photo", PHOTO);
      byte[] first = program.get("/images/photo/medium").body();
      long files = renditions().size();
      assertThat(files).isPositive();

      assertThat(clear(program, "{\"all\":true,\"dryRun\":true}")).contains("\"removed\":" + files);
      assertThat(renditions()).hasSize((int) files);
      assertThat(clear(program, "{\"all\":true}")).contains("\"removed\":" + files);
      assertThat(renditions()).isEmpty();

      HttpResponse<byte[]> again = program.get("/images/photo/medium");
      assertThat(again.headers().firstValue("cache-status")).hasValue("calotype; fwd=miss");
      assertThat(again.body()).isEqualTo(first);
      assertThat(program.get("/api/media/photo/content").body()).isEqualTo(PHOTO);
    }
  }

  @Test
  void clear_group_leavesTheOthers() throws IOException {
    try (Server program = InJvm.start(data)) {
      program.post("/api/media?id=in&group=album", "image/jpeg", PHOTO);
      program.put("out", PHOTO);

      assertThat(clear(program, "{\"group\":\"album\"}")).contains("\"removed\":");

      assertThat(renditions()).isNotEmpty().allMatch(file -> file.toString().contains("/out/"));
      assertThat(clear(program, "{\"group\":\"nobody\"}"))
          .startsWith("{\"removed\":0,\"bytes\":0,");
    }
  }

  @Test
  void clear_olderThan_meansNotUsedSince() throws IOException {
    try (Server program = InJvm.start(data, Map.of("MEMORY_CACHE_SIZE", "0"))) {
      program.put("old", PHOTO);
      program.put("used", PHOTO);
      for (Path file : renditions()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
      }
      program.get("/images/used/medium");
      Await.until(() -> renditions().stream().anyMatch(UpkeepProgramTest::usedToday));

      assertThat(clear(program, "{\"olderThan\":\"PT24H\"}")).contains("\"removed\":");

      assertThat(renditions()).hasSize(1).allMatch(file -> file.toString().contains("/used/"));
    }
  }

  /// The cache writes the time of a use in the background.
  private static boolean usedToday(Path file) {
    return file.toFile().lastModified() > Instant.now().minus(Duration.ofDays(1)).toEpochMilli();
  }

  @Test
  void clear_anythingElse_isRefusedAndClearsNothing() throws IOException {
    try (Server program = InJvm.start(data)) {
      program.put("photo", PHOTO);
      for (String body :
          List.of(
              "",
              "{}",
              "[]",
              "{\"all\":false}",
              "{\"all\":true,\"group\":\"a\"}",
              "{\"olderThan\":\"yesterday\"}",
              "{\"olderThan\":\"-PT1S\"}",
              "{\"group\":\"a b\"}",
              "{\"group\":{\"a\":1}}",
              "{\"everything\":true}",
              "{\"all\":true,\"dryRun\":\"perhaps\"}",
              "{\"all\":true} {\"all\":true}")) {
        HttpResponse<byte[]> answer =
            program.post(
                "/api/cache/clear", "application/json", body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).as(body).isEqualTo(400);
        assertThat(renditions()).isNotEmpty();
      }
    }
  }

  @Test
  void upkeep_periodically_removesExpiredIdleAndOrphaned() throws Exception {
    Map<String, String> settings = Map.of("UPKEEP_EVERY", "1s", "CACHE_MAX_IDLE", "P7D");
    try (Server program = InJvm.start(data)) {
      program.put("kept", PHOTO);
      program.post("/api/media?id=over&ttl=1", "image/jpeg", PHOTO);
      program.put("idle", PHOTO);
    }
    Path orphan = Files.createDirectories(data.resolve("images/ab/cd")).resolve("orphan");
    Path young = data.resolve("masters/ab/cd/young");
    Files.createDirectories(young.getParent());
    for (Path file : List.of(orphan, young)) {
      Files.write(file, PHOTO);
    }
    old(orphan, Duration.ofHours(2));
    Path foreign = data.resolve("renditions/00/11/nobody/400x300-q85-12345678.9-0a0b0c0d.webp");
    Files.createDirectories(foreign.getParent());
    Files.write(foreign, new byte[9]);
    old(foreign, Duration.ofHours(2));
    for (Path file : renditions()) {
      if (file.toString().contains("/idle/")) {
        old(file, Duration.ofDays(8));
      }
    }
    try (Server program = InJvm.start(data, settings)) {
      Await.until(() -> program.metric("calotype_upkeep_removed_total{chore=\"orphans\"") >= 1);
      assertThat(orphan).doesNotExist();
      assertThat(foreign).doesNotExist();
      assertThat(young).exists();
      assertThat(renditions()).isNotEmpty().allMatch(file -> file.toString().contains("/kept/"));
      assertThat(program.get("/api/media/over").statusCode()).isEqualTo(404);
      assertThat(program.get("/api/media/idle").statusCode()).isEqualTo(200);
      assertThat(program.get("/images/idle/small").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void stats_afterSomeUse_tellsIt() {
    try (Server program = InJvm.start(data, Server.ALL_PRESETS)) {
      program.put("photo", PHOTO);
      program.get("/images/photo/medium");
      program.get("/images/photo?w=320");

      String stats = text(program.get("/api/stats"));

      assertThat(stats)
          .contains("\"memoryHits\":1")
          .contains("\"misses\":1")
          .contains("\"hitRate\":0.5")
          .containsPattern("\"diskEntries\":[1-9]")
          .containsPattern("\"webp\":\\{\"count\":1,\"p50\":[0-9.]+,\"p95\"");
    }
  }

  private static void old(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private static String clear(Server program, String body) {
    HttpResponse<byte[]> answer =
        program.post("/api/cache/clear", "application/json", body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return text(answer);
  }

  private List<Path> renditions() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("renditions"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
