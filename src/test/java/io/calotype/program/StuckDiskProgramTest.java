package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.HungMount;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// File systems and files of which operations do not return.
@Tag("waits")
class StuckDiskProgramTest {
  private static final int MORE_THAN_CARRIERS = 12;
  private static final byte[] PHOTO = Pictures.jpeg(400, 300, 5);
  private static final String LARGE = "/images/large?w=1920&format=png";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Test
  void content_pipesInPlaceOfOriginals_areDamagedAndHoldNothing() throws Exception {
    try (Program program = Program.start(data)) {
      List<String> ids = uploaded(program);
      for (String id : ids) {
        Path original = BlobFolder.image(data, id);
        Files.delete(original);
        assertThat(new ProcessBuilder("mkfifo", original.toString()).start().waitFor()).isZero();
      }

      for (HttpResponse<byte[]> answer : together(program, ids)) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(text(answer)).contains("/problems/original-damaged");
      }

      assertThat(text(program.get("/api/media/" + ids.getFirst())))
          .contains("\"problems\":[{\"type\":\"/problems/original-damaged\"}]");
      assertThat(program.get("/images/" + ids.getFirst() + "?w=16").statusCode()).isEqualTo(500);
      assertThat(program.put(ids.getFirst(), PHOTO).statusCode()).isEqualTo(200); // heals
      assertThat(program.get("/api/media/" + ids.getFirst() + "/content").body()).isEqualTo(PHOTO);
      assertThat(text(program.get("/api/media/" + ids.getFirst()))).doesNotContain("problems");
    }
  }

  @Test
  void originals_onAFileSystemThatHangs_stopNothingElse() throws Exception {
    try (Program program = Program.start(data)) {
      List<String> ids = uploaded(program);
      try (HungMount _ = HungMount.over(data.resolve("images"))) {
        for (HttpResponse<byte[]> answer : together(program, ids)) {
          assertThat(answer.statusCode()).as(text(answer)).isEqualTo(503);
          assertThat(answer.headers().firstValue("Retry-After")).isPresent();
          assertThat(text(answer)).contains("\"reason\":\"no-answer\"");
        }

        assertThat(program.get("/api/media").statusCode()).isEqualTo(200);
        assertThat(program.get("/images/" + ids.getFirst() + "/small").statusCode()).isEqualTo(200);
        assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(program.metric("calotype_disk_stuck{store=\"originals\"")).isPositive();
        assertThat(program.stop()).isIn(0, 143);
      }
    }
  }

  /// Small renditions and a large one at once: each waits for the disk. A rendition beyond 8 MiB
  /// goes to the disk as it arrives from the renderer.
  @Test
  void renditions_onAFileSystemThatHangs_areMadeAgain() throws IOException {
    Map<String, String> patient =
        Map.of("MEMORY_CACHE_SIZE", "0", "RENDER_WAIT", "PT5M", "RENDER_TIMEOUT", "PT5M");
    try (Program program = Program.start(data, patient)) {
      List<String> ids = uploaded(program);
      assertThat(program.put("large", Pictures.noise(2000, 1900, 7)).statusCode()).isEqualTo(201);
      try (HungMount _ = HungMount.over(data.resolve("renditions"))) {
        CompletableFuture<HttpResponse<byte[]>> large =
            CompletableFuture.supplyAsync(() -> rendered(program, LARGE));

        assertThat(program.get("/images/" + ids.getFirst() + "/small").statusCode()).isEqualTo(200);
        assertThat(program.get("/api/media/" + ids.getFirst() + "/content").body())
            .isEqualTo(PHOTO);
        assertThat(large.join().statusCode()).as(() -> program.log().toString()).isEqualTo(200);
        assertThat(large.join().body()).hasSizeGreaterThan(8 << 20);
        assertThat(program.stop()).isIn(0, 143);
      }
    }
  }

  /// The answer for `path`. A busy machine may refuse it as overloaded; the disk may not.
  private static HttpResponse<byte[]> rendered(Program program, String path) {
    HttpResponse<byte[]> answer = program.get(path);
    while (answer.statusCode() == 503 && !text(answer).contains("\"reason\"")) {
      answer = program.get(path);
    }
    return answer;
  }

  private static List<String> uploaded(Program program) {
    List<String> ids = IntStream.range(0, MORE_THAN_CARRIERS).mapToObj(i -> "m" + i).toList();
    ids.forEach(id -> assertThat(program.put(id, PHOTO).statusCode()).isEqualTo(201));
    return ids;
  }

  private static List<HttpResponse<byte[]>> together(Program program, List<String> ids) {
    List<CompletableFuture<HttpResponse<byte[]>>> responses = new ArrayList<>();
    ids.forEach(
        id -> responses.add(program.sendAsync(program.request("/api/media/" + id + "/content"))));
    return responses.stream().map(CompletableFuture::join).toList();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
