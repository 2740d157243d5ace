package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder of the version before incarnations: a PNG `png` in the group `holiday`, and a
/// video `clip` with its master. That version has written it.
class PreviousVersionProgramTest {
  private static final Path PREVIOUS = Path.of("src/test/resources/previous-data-folder");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> paths = Files.walk(PREVIOUS)) {
      for (Path path : paths.skip(1).toList()) {
        Files.copy(path, data.resolve(PREVIOUS.relativize(path)));
      }
    }
  }

  @Test
  void serve_previousDataFolder_hasEverything() throws IOException {
    try (Server program = InJvm.start(data)) {
      for (String id : List.of("png", "clip")) {
        HttpResponse<byte[]> original = program.get("/api/media/" + id + "/content");
        assertThat(original.statusCode()).isEqualTo(200);
        assertThat(original.body()).isEqualTo(Files.readAllBytes(file(id)));
        assertThat(program.get("/images/" + id + "?w=16").statusCode()).isEqualTo(200);
      }
      assertThat(text(program.get("/api/media?group=holiday"))).contains("\"id\":\"png\"");
      HttpResponse<byte[]> hit = program.get("/images/png");
      assertThat(hit.headers().firstValue("Cache-Status").orElse("")).startsWith("calotype; hit");
    }
  }

  @Test
  void delete_oldMedia_leavesNoFile() throws IOException {
    Path original = file("clip");
    Path master = data.resolve("masters/67/90/clip");
    assertThat(master).exists();
    try (Server program = InJvm.start(data)) {
      assertThat(program.delete("/api/media/clip").statusCode()).isEqualTo(204);
      assertThat(program.get("/api/media/clip").statusCode()).isEqualTo(404);
    }

    assertThat(original).doesNotExist();
    assertThat(master).doesNotExist();
  }

  /// An upload under a used id must not touch the file of the earlier one.
  @Test
  void upload_afterADeletion_hasANameOfItsOwn() throws IOException {
    byte[] png = Files.readAllBytes(file("png"));
    try (Server program = InJvm.start(data)) {
      assertThat(program.put("png", png).statusCode()).isEqualTo(200);
      program.delete("/api/media/png");
      assertThat(program.put("png", png).statusCode()).isEqualTo(201);

      assertThat(program.get("/api/media/png/content").body()).isEqualTo(png);
    }
    assertThat(file("png")).doesNotExist();
    try (Stream<Path> files = Files.list(file("png").resolveSibling(""))) {
      assertThat(files.map(path -> path.getFileName().toString()).toList())
          .singleElement()
          .asString()
          .matches("png\\.[a-z2-7]{16}");
    }
  }

  private Path file(String id) {
    return data.resolve(id.equals("clip") ? "videos/67/90/clip" : "images/8f/8c/png");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
