package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder on a full disk recovers by itself: removals and expiry work, and the cache gives
/// way to originals.
@Tag("waits")
class FullDiskProgramTest {
  private static final int MEDIA = 40;

  @TempDir Path temporary;

  @Test
  void delete_ofSmallMediaOnAFullDisk_always204() throws IOException {
    Path data = temporary.resolve("all");
    try (SmallDisk disk = SmallDisk.mount(data, "48m");
        Server program = InJvm.start(data, Map.of("PREGENERATE", ""))) {
      fillWithSmallMedia(program);
      disk.fill();
      refill(data);

      for (int n = 0; n < MEDIA; n++) {
        assertThat(program.delete("/api/media/m" + n).statusCode()).as("m" + n).isEqualTo(204);
      }

      assertThat(program.get("/api/media").body()).asString().contains("\"items\":[]");
      assertThat(program.log()).noneMatch(line -> line.contains("\tat "));
      disk.empty();
      data.resolve("more").toFile().delete();
      assertThat(program.put("new", Pictures.jpeg(64, 48, 1)).statusCode()).isEqualTo(201);
      assertReady(program, "true");
    }
  }

  @Test
  void expiry_onAFullDisk_removesMedia() throws IOException {
    Path data = temporary.resolve("all");
    Map<String, String> settings = Map.of("PREGENERATE", "", "UPKEEP_EVERY", "PT1S");
    try (SmallDisk disk = SmallDisk.mount(data, "48m");
        Server program = InJvm.start(data, settings)) {
      for (int n = 0; n < 3; n++) {
        byte[] picture = Pictures.jpeg(32, 24, n);
        HttpResponse<byte[]> answer =
            program.send(
                program
                    .request("/api/media/m" + n + "?ttl=5")
                    .PUT(java.net.http.HttpRequest.BodyPublishers.ofByteArray(picture)));
        assertThat(answer.statusCode()).isEqualTo(201);
      }
      disk.fill();
      refill(data);

      program.logUntil("event=expired id=m2");

      assertThat(BlobFolder.all(data, "images")).isEmpty();
    }
  }

  @Test
  void put_onADiskFilledByTheCache_shrinksTheCache() {
    Path data = temporary.resolve("all");
    try (SmallDisk disk = SmallDisk.mount(data, "64m");
        Server program = InJvm.start(data, Map.of("PREGENERATE", ""))) {
      byte[] noise = Pictures.jpeg(3000, 2000, 1);
      assertThat(program.put("first", noise).statusCode()).isEqualTo(201);
      IntStream.range(1, 60)
          .takeWhile(n -> program.metric("calotype_cache_faults_total") == 0)
          .forEach(n -> program.get("/images/first?format=png&w=1920&background=0000" + (n + 10)));
      disk.fill();

      assertThat(program.put("second", Pictures.jpeg(3000, 2000, 2)).statusCode()).isEqualTo(201);

      assertThat(program.get("/api/media/second/content").statusCode()).isEqualTo(200);
      program.logUntil("event=cache.gave-way");
    }
  }

  @Test
  void start_onAFullDisk_servesAndPrintsNoStack() throws IOException {
    Path data = temporary.resolve("all");
    byte[] picture = Pictures.jpeg(640, 480, 1);
    try (SmallDisk disk = SmallDisk.mount(data, "48m")) {
      try (Server program = InJvm.start(data, Map.of("PREGENERATE", ""))) {
        program.put("one", picture);
        program.get("/images/one/small");
        program.logUntil("event=reserve.made");
      }
      disk.fill();
      refill(data);
      try (Server program = InJvm.start(data, Map.of("PREGENERATE", ""))) {
        assertThat(program.get("/api/media/one/content").body()).isEqualTo(picture);
        assertThat(program.get("/images/one/medium").statusCode()).isEqualTo(200);
        while (!storage(program).contains("full")) {
          refill(data); // the cache gives way to its new entry, and may leave a page
        }
        HttpResponse<byte[]> refused = program.put("two", Pictures.jpeg(64, 48, 2));
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("storage-full");
        program.logUntil("event=storage.full at=start");
        program.logUntil("event=storage.full method=PUT");
        assertThat(program.metric("calotype_problems_total{problem=\"storage-full\"")).isOne();
        assertThat(program.delete("/api/media/one").statusCode()).isEqualTo(204);
        assertThat(program.log()).noneMatch(line -> line.contains("\tat "));
      }
    }
  }

  @Test
  void delete_withoutInodes_always204() {
    Path data = temporary.resolve("all");
    try (SmallDisk disk = SmallDisk.mountWith(data, "size=64m,nr_inodes=1000");
        Server program = InJvm.start(data, Map.of("PREGENERATE", ""))) {
      program.put("one", Pictures.jpeg(64, 48, 1));
      program.logUntil("event=reserve.made");
      disk.fillInodes();

      assertThat(program.put("two", Pictures.jpeg(64, 48, 2)).statusCode()).isEqualTo(507);
      assertReady(program, "\"full\"");
      assertThat(program.get("/images/one/medium").statusCode()).isIn(200, 503);
      assertThat(program.delete("/api/media/one").statusCode()).isEqualTo(204);
    }
  }

  /// A file system with open files cannot be made read-only by hand: the folder of uploads is one.
  @Test
  void get_withAReadOnlyDiskForUploads_goesOn() {
    Path data = temporary.resolve("all");
    byte[] picture = Pictures.jpeg(640, 480, 1);
    try (Server program = InJvm.start(data)) {
      program.put("one", picture);
      try (SmallDisk disk = SmallDisk.mount(data.resolve("incoming"), "1m")) {
        disk.readOnly();

        assertThat(program.get("/api/media/one/content").body()).isEqualTo(picture);
        assertThat(program.get("/images/one?w=16").statusCode()).isEqualTo(200);
        assertReady(program, "\"read-only\"");
      }
      assertReady(program, "true");
      assertThat(program.put("two", Pictures.jpeg(64, 48, 2)).statusCode()).isEqualTo(201);
    }
  }

  private static void fillWithSmallMedia(Server program) {
    for (int n = 0; n < MEDIA; n++) {
      assertThat(program.put("m" + n, Pictures.jpeg(16, 12, n)).statusCode()).isEqualTo(201);
    }
    program.logUntil("event=reserve.made");
  }

  /// Takes the room that a removal has made, as another program on the same disk would.
  private static void refill(Path data) throws IOException {
    try (var more =
        Files.newOutputStream(
            data.resolve("more"),
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      while (true) {
        more.write(new byte[4096]);
      }
    } catch (IOException full) {
      assertThat(List.of(data.resolve("more"))).isNotEmpty();
    }
  }

  private static String storage(Server program) {
    return new String(program.get("/health/ready").body(), StandardCharsets.UTF_8);
  }

  private static void assertReady(Server program, String storage) {
    HttpResponse<byte[]> ready = program.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).asString().contains("\"storage\":" + storage);
  }
}
