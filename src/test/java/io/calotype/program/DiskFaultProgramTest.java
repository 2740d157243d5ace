package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that are full or read-only, on real small file systems.
@Tag("waits")
class DiskFaultProgramTest {
  @TempDir Path data;

  @Test
  void get_withAReadOnlyCacheDisk_goesOn() {
    try (SmallDisk disk = SmallDisk.mount(data.resolve("renditions"), "8m");
        Server program = InJvm.start(data, Map.of("MEMORY_CACHE_SIZE", "0"))) {
      program.put("before", Pictures.jpeg(1200, 900, 1));
      disk.readOnly();

      assertThat(program.put("during", Pictures.jpeg(1200, 900, 2)).statusCode()).isEqualTo(201);
      assertAnswers(program, "before");
      assertAnswers(program, "during");
      assertThat(program.metric("calotype_cache_faults_total")).isPositive();

      disk.writable();
      program.get("/images/during/small");
      assertThat(status(program.get("/images/during/small"))).startsWith("calotype; hit");
    }
  }

  @Test
  void get_withAFullCacheDisk_goesOn() {
    try (SmallDisk disk = SmallDisk.mount(data.resolve("renditions"), "2m");
        Server program = InJvm.start(data, Map.of("MEMORY_CACHE_SIZE", "0"))) {
      program.put("before", Pictures.jpeg(1200, 900, 1));
      disk.fill();

      assertThat(program.put("during", Pictures.jpeg(1200, 900, 2)).statusCode()).isEqualTo(201);
      assertAnswers(program, "before");
      assertAnswers(program, "during");

      disk.empty();
      program.get("/images/during/small");
      assertThat(status(program.get("/images/during/small"))).startsWith("calotype; hit");
    }
  }

  @Test
  void put_onAFullDataDisk_is507AndLosesNothing() throws IOException {
    byte[] first = Pictures.jpeg(1200, 900, 1);
    byte[] second = Pictures.jpeg(4500, 3500, 2); // longer than the renditions that give way
    try (SmallDisk disk = SmallDisk.mount(data.resolve("all"), "48m")) {
      Path all = data.resolve("all");
      try (Server program = InJvm.start(all)) {
        program.put("first", first);
        disk.fill();

        HttpResponse<byte[]> refused = program.put("second", second);

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("storage-full");
        assertThat(program.get("/api/media/first/content").body()).isEqualTo(first);
        assertThat(program.get("/api/media/second").statusCode()).isEqualTo(404);
        assertThat(filesIn(all.resolve("incoming"))).isZero();

        disk.empty();
        assertThat(program.put("second", second).statusCode()).isEqualTo(201);
        assertThat(program.get("/api/media/second/content").body()).isEqualTo(second);
      }
      try (Server program = InJvm.start(all)) {
        assertThat(program.get("/api/media/first/content").body()).isEqualTo(first);
      }
    }
  }

  @Test
  void delete_onAFullDataDisk_makesRoom() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(data.resolve("all"), "48m")) {
      Path all = data.resolve("all");
      try (Server program = InJvm.start(all)) {
        for (String id : new String[] {"one", "two", "three"}) {
          program.put(id, Pictures.jpeg(1200, 900, id.hashCode()));
        }
        disk.fill();

        for (String id : new String[] {"one", "two", "three"}) {
          assertThat(program.delete("/api/media/" + id).statusCode()).as(id).isEqualTo(204);
          assertThat(program.get("/images/" + id).statusCode()).isEqualTo(404);
        }
        assertThat(program.put("four", Pictures.jpeg(640, 480, 4)).statusCode()).isEqualTo(201);
      }
    }
  }

  @Test
  void put_whoseOriginalIsLost_bringsItBack() throws Exception {
    byte[] picture = Pictures.jpeg(640, 480, 77);
    try (Server program = InJvm.start(data)) {
      program.put("lost", picture);
      Files.delete(BlobFolder.image(data, "lost"));

      assertThat(program.put("lost", picture).statusCode()).isEqualTo(200);
      assertThat(program.get("/api/media/lost/content").body()).isEqualTo(picture);
    }
  }

  @Test
  void ready_withoutBenches_isFalse() throws Exception {
    try (Server program = InJvm.start(data)) {
      program.put("one", Pictures.jpeg(64, 48, 1));
      try (Stream<Path> benches = Files.list(data.resolve("benches"))) {
        for (Path bench : benches.toList()) {
          Files.delete(bench);
        }
      }

      assertThat(program.get("/health/ready").statusCode()).isEqualTo(503);
    }
  }

  private static void assertAnswers(Server program, String id) {
    for (String path : new String[] {"/images/" + id, "/images/" + id + "/small.png"}) {
      assertThat(program.get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(program.get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  private static long filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static String status(HttpResponse<?> answer) {
    return answer.headers().firstValue("cache-status").orElse("(none)");
  }
}
