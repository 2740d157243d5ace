package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cache as a client sees it: hits, restarts, damage, budget, and one render for a crowd.
class CacheProgramTest {
  private static final byte[] PHOTO = Pictures.jpeg(1500, 1000, 7);

  @TempDir Path data;

  @Test
  void get_afterUpload_isAHitAndStaysOneAfterARestart() {
    byte[] first;
    try (Server program = InJvm.start(data, Server.ALL_PRESETS)) {
      program.put("photo", PHOTO);
      HttpResponse<byte[]> answer = program.get("/api/media/photo/thumbnail?format=webp");
      first = answer.body();
      assertThat(status(answer)).startsWith("calotype; hit; detail=");
      assertThat(status(program.get("/api/media/photo/thumbnail?format=webp")))
          .isEqualTo("calotype; hit; detail=memory");
    }
    try (Server program = InJvm.start(data)) {
      HttpResponse<byte[]> answer = program.get("/api/media/photo/thumbnail?format=webp");
      assertThat(status(answer)).isEqualTo("calotype; hit; detail=disk");
      assertThat(answer.body()).isEqualTo(first);
      assertThat(program.metric("calotype_renders_seconds_count")).isZero();
    }
  }

  @Test
  void get_withoutMemory_isADiskHitWithTheSameBytes() {
    try (Server program = InJvm.start(data, Map.of("MEMORY_CACHE_SIZE", "0"))) {
      program.put("photo", PHOTO);
      byte[] first = program.get("/images/photo").body();

      HttpResponse<byte[]> again = program.get("/images/photo");

      assertThat(status(again)).isEqualTo("calotype; hit; detail=disk");
      assertThat(again.body()).isEqualTo(first);
    }
  }

  enum Damage {
    FLIPPED_BIT {
      @Override
      void inflict(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    },
    TRUNCATED {
      @Override
      void inflict(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      }
    },
    EMPTY {
      @Override
      void inflict(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    FOREIGN {
      @Override
      void inflict(Path file) throws IOException {
        Files.move(file, file.resolveSibling("holiday.webp"));
      }
    },
    FOLDER {
      @Override
      void inflict(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        Files.writeString(file.resolve("inside"), "a file");
      }
    };

    abstract void inflict(Path file) throws IOException;
  }

  /// Each kind of damage to a picture of its own.
  @Test
  void get_afterDamageAndRestart_isRenderedAgainAndCounted() throws IOException {
    Map<Damage, byte[]> first = new EnumMap<>(Damage.class);
    try (Server program = InJvm.start(data)) {
      for (Damage damage : Damage.values()) {
        first.put(damage, uploaded(program, damage));
      }
    }
    for (Damage damage : Damage.values()) {
      damage.inflict(rendition(damage));
    }
    try (Server program = InJvm.start(data)) {
      for (Damage damage : Damage.values()) {
        HttpResponse<byte[]> answer = program.get(medium(damage));

        assertThat(answer.statusCode()).as(damage.name()).isEqualTo(200);
        assertThat(status(answer)).as(damage.name()).isEqualTo("calotype; fwd=miss");
        assertThat(answer.body()).as(damage.name()).isEqualTo(first.get(damage));
        assertThat(status(program.get(medium(damage)))).startsWith("calotype; hit");
        assertThat(Files.exists(rendition(damage))).as(damage.name()).isTrue();
      }
      assertThat(program.metric("calotype_cache_damaged_total")).isEqualTo(Damage.values().length);
    }
  }

  @Test
  void get_afterDamageWhileRunning_neverServesIt() throws IOException {
    try (Server program = InJvm.start(data, Map.of("MEMORY_CACHE_SIZE", "0"))) {
      for (Damage damage : Damage.values()) {
        byte[] first = uploaded(program, damage);
        damage.inflict(rendition(damage));

        HttpResponse<byte[]> answer = program.get(medium(damage));

        assertThat(answer.statusCode()).as(damage.name()).isEqualTo(200);
        assertThat(answer.body()).as(damage.name()).isEqualTo(first);
        assertThat(status(answer)).as(damage.name()).isEqualTo("calotype; fwd=miss");
      }
    }
  }

  private static byte[] uploaded(Server program, Damage damage) {
    program.put(damage.name(), PHOTO);
    return program.get(medium(damage)).body();
  }

  private static String medium(Damage damage) {
    return "/images/" + damage.name() + "/medium";
  }

  @Test
  void get_byTwoHundredAtOnce_rendersOnce() {
    try (Server program = InJvm.start(data, Map.of("PREGENERATE", ""))) {
      program.put("photo", Pictures.jpeg(4000, 3000, 3));

      List<CompletableFuture<HttpResponse<byte[]>>> crowd =
          IntStream.range(0, 200)
              .mapToObj(i -> program.sendAsync(program.request("/images/photo/large")))
              .toList();
      List<HttpResponse<byte[]>> answers = crowd.stream().map(CompletableFuture::join).toList();

      assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
      assertThat(
              answers.stream().map(answer -> java.util.Arrays.hashCode(answer.body())).distinct())
          .hasSize(1);
      assertThat(program.metric("calotype_cache_misses_total")).isEqualTo(1);
      assertThat(program.metric("calotype_renders_seconds_count{output=\"webp\"")).isEqualTo(1);
    }
  }

  @Test
  void budget_underSeveralTimesItsRenditions_holds() throws IOException {
    long budget = 50 * 16 * 1024;
    try (Server program =
        InJvm.start(data, Map.of("CACHE_MAX_SIZE", "" + budget, "PREGENERATE", ""))) {
      String[] sizes = {"small", "medium", "large"};
      for (int i = 0; i < 20; i++) {
        program.put("p" + i, Pictures.jpeg(500, 400, i));
        for (String size : sizes) {
          assertThat(program.get("/images/p" + i + "/" + size).statusCode()).isEqualTo(200);
          assertThat(program.get("/images/p" + i + "/" + size + ".jpg").statusCode())
              .isEqualTo(200);
        }
        assertThat(bytesOnDisk()).isLessThanOrEqualTo(budget);
      }
      assertThat(program.metric("calotype_cache_evictions_total")).isPositive();
    }
  }

  @Test
  void get_ofManyBackgrounds_keepsAFewOfThatMediaAndAllOfOthers() throws IOException {
    try (Server program =
        InJvm.start(data, Map.of("MAX_RENDITIONS_PER_MEDIA", "12", "MEMORY_CACHE_SIZE", "0"))) {
      program.put("photo", Pictures.jpeg(300, 200, 1));
      program.put("other", Pictures.jpeg(300, 200, 2));
      for (int n = 100_000; n < 100_040; n++) {
        String path = "/images/photo?w=32&h=32&fit=contain&background=" + n;
        assertThat(program.get(path).statusCode()).isEqualTo(200);
      }

      assertThat(files("renditions").stream().filter(file -> file.toString().contains("/photo/")))
          .hasSize(12);
      assertThat(status(program.get("/images/photo/small"))).startsWith("calotype; hit");
      assertThat(status(program.get("/images/other/small"))).startsWith("calotype; hit");
    }
  }

  @Test
  void start_withAnInheritedCacheOverBudget_bringsItDown() throws Exception {
    try (Server program = InJvm.start(data)) {
      for (int i = 0; i < 8; i++) {
        program.put("p" + i, Pictures.jpeg(900, 700, i));
      }
    }
    long inherited = bytesOnDisk();
    long budget = inherited / 4;
    try (Server program = InJvm.start(data, Map.of("CACHE_MAX_SIZE", "" + budget))) {
      Await.until(() -> bytesOnDisk() <= budget, "a cache within its budget");
      assertThat(program.get("/images/p1/small").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void delete_always_leavesNothingBehind() throws IOException {
    try (Server program = InJvm.start(data)) {
      program.put("photo", PHOTO);
      program.get("/images/photo/large");

      assertThat(program.delete("/api/media/photo").statusCode()).isEqualTo(204);

      for (String path :
          new String[] {
            "/api/media/photo",
            "/images/photo",
            "/images/photo/large",
            "/api/media/photo/content",
            "/api/media/photo/thumbnail"
          }) {
        assertThat(program.get(path).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(BlobFolder.all(data, "images")).isEmpty();
      assertThat(files("renditions")).isEmpty();
      assertThat(program.delete("/api/media/photo").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void delete_duringARender_leavesNoOrphan() throws Exception {
    byte[] large = Pictures.jpeg(5000, 4000, 11);
    try (Server program = InJvm.start(data, Map.of("PREGENERATE", ""))) {
      for (int round = 0; round < 6; round++) {
        program.put("photo", large);
        CompletableFuture<HttpResponse<byte[]>> render =
            program.sendAsync(program.request("/images/photo/large"));
        Thread.sleep(20L * round);
        assertThat(program.delete("/api/media/photo").statusCode()).isEqualTo(204);
        assertThat(render.join().statusCode()).isIn(200, 404);
        assertThat(BlobFolder.all(data, "images")).isEmpty();
        assertThat(files("renditions")).isEmpty();
        assertThat(program.get("/images/photo/large").statusCode()).isEqualTo(404);
      }
    }
  }

  @Test
  void delete_duringAnUpload_leavesNoOrphan() throws Exception {
    byte[] large = Pictures.jpeg(2000, 1500, 12);
    try (Server program = InJvm.start(data)) {
      for (int round = 0; round < 6; round++) {
        CompletableFuture<HttpResponse<byte[]>> upload =
            program.sendAsync(
                program.request("/api/media/photo").PUT(BodyPublishers.ofByteArray(large)));
        while (!upload.isDone()) {
          assertThat(program.delete("/api/media/photo").statusCode()).isIn(204, 404);
        }
        assertThat(upload.join().statusCode()).isEqualTo(201);
        program.delete("/api/media/photo");

        assertThat(BlobFolder.all(data, "images")).isEmpty();
        assertThat(files("renditions")).isEmpty();
        assertThat(files("incoming")).isEmpty();
      }
    }
  }

  private Path rendition(Damage damage) throws IOException {
    return files("renditions").stream()
        .filter(file -> file.toString().contains("/" + damage.name() + "/"))
        .filter(file -> file.getFileName().toString().matches("400x267-q85-.*\\.webp"))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> tree = Files.walk(data.resolve(folder))) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  /// The size of the renditions on a disk with blocks of 4 KiB.
  private long bytesOnDisk() throws IOException {
    LongAdder sum = new LongAdder();
    Files.walkFileTree(
        data.resolve("renditions"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum.add(blocks(attributes.size()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path evictedMeanwhile, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum.sum();
  }

  private static long blocks(long length) {
    return (length + 4095) / 4096 * 4096;
  }

  private static String status(HttpResponse<?> answer) {
    return answer.headers().firstValue("cache-status").orElse("(none)");
  }
}
