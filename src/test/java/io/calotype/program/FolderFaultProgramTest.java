package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.ReadOnlyMount;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that are gone, are files, or are read-only while the program runs, and a catalog that
/// another process has locked: each request gets its answer or a problem that says when to come
/// again, the log has no stack, and all is well when the fault is gone.
@Tag("waits")
class FolderFaultProgramTest {
  private static final List<String> FOLDERS =
      List.of("images", "incoming", "renditions", "benches");
  private static final byte[] PHOTO = Pictures.jpeg(640, 480, 1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Test
  void folder_gone_isAProblemUntilItIsBack() throws IOException {
    try (Server program = started()) {
      for (String name : FOLDERS) {
        Path away = data.resolve("away");
        Files.move(data.resolve(name), away);

        assertCalm(program, "gone-" + name);

        remove(data.resolve(name));
        Files.move(away, data.resolve(name));
        assertWell(program, "gone-" + name);
      }
    }
  }

  @Test
  void folder_aFileInItsPlace_isAProblemUntilItIsBack() throws IOException {
    try (Server program = started()) {
      for (String name : FOLDERS) {
        Path away = data.resolve("away");
        Files.move(data.resolve(name), away);
        Files.writeString(data.resolve(name), "no folder");

        assertCalm(program, "file-" + name);

        remove(data.resolve(name));
        Files.move(away, data.resolve(name));
        assertWell(program, "file-" + name);
      }
    }
  }

  @Test
  void folder_readOnly_isAProblemUntilItIsWritable() throws IOException {
    try (Server program = started()) {
      for (String name : FOLDERS) {
        try (ReadOnlyMount _ = ReadOnlyMount.over(data.resolve(name))) {
          assertCalm(program, "readonly-" + name);
          assertThat(program.get("/api/media/one/content").body()).isEqualTo(PHOTO);
        }
        assertWell(program, "readonly-" + name);
      }
      try (ReadOnlyMount _ = ReadOnlyMount.over(data)) {
        assertCalm(program, "readonly");
        assertThat(program.get("/api/media/one/content").body()).isEqualTo(PHOTO);
      }
      assertWell(program, "readonly");
    }
  }

  /// In write-ahead logging a lock of another process keeps writers out, and no readers.
  @Test
  void catalog_lockedByAnotherProcess_refusesChangesAlone() throws Exception {
    try (Server program = started()) {
      try (Connection other =
              DriverManager.getConnection("jdbc:sqlite:" + data.resolve("catalog.db"));
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN EXCLUSIVE");

        assertProblem(program.put("new", Pictures.jpeg(64, 48, 2)), "locked");
        assertProblem(program.delete("/api/media/one"), "locked");
        assertThat(program.get("/api/media").statusCode()).isEqualTo(200);
        assertThat(program.get("/images/one?w=128").statusCode()).isEqualTo(200);
        assertThat(program.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(BlobFolder.all(data, "images"))
            .hasSize(1); // nothing of the upload that was refused
        assertNoStack(program);
      }
      assertWell(program, "locked");
    }
  }

  private Server started() {
    Server program = InJvm.start(data, Map.of("PREGENERATE", "small"));
    assertThat(program.put("one", PHOTO).statusCode()).isEqualTo(201);
    assertThat(program.get("/images/one/small").statusCode()).isEqualTo(200);
    return program;
  }

  /// Pictures in memory are served, and every other request gets an answer or a known problem. Ids
  /// of new media begin with `tag`.
  private static void assertCalm(Server program, String tag) {
    assertThat(program.get("/images/one/small").statusCode()).isEqualTo(200);
    assertThat(program.get("/api/media").statusCode()).isEqualTo(200);
    assertThat(program.get("/api/media/one").statusCode()).isEqualTo(200);
    assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(program.get("/health/ready").statusCode()).isIn(200, 503);
    String quality = "&q=" + (1 + Math.floorMod(tag.hashCode(), 99));
    assertKnown(program.put(tag + "-put", Pictures.jpeg(64, 48, 2)), 201);
    assertKnown(program.post("/api/media?id=" + tag + "-svg", "image/svg+xml", svg()), 201);
    assertKnown(program.get("/api/media/one/content"), 200);
    assertKnown(program.get("/images/one?w=320" + quality), 200);
    assertKnown(program.get("/images/one?w=320" + quality), 200);
    assertKnown(program.delete("/api/media/" + tag + "-put"), 204);
    assertNoStack(program);
  }

  private static byte[] svg() {
    return ("<?xml version='1.0'?><!--"
            + "x".repeat(5_000)
            + "--><svg xmlns='http://www.w3.org/2000/svg'"
            + " width='8' height='8'><rect width='8' height='8' fill='red'/></svg>")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// A media whose file is gone with its folder is lost, and one that was refused is absent.
  private static void assertKnown(HttpResponse<byte[]> answer, int good) {
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    boolean gone = text.contains("/problems/original-lost") || answer.statusCode() == 404;
    if (answer.statusCode() != good && !gone) {
      assertThat(answer.statusCode()).as(text).isEqualTo(503);
      assertThat(answer.headers().firstValueAsLong("Retry-After")).as(text).isPresent();
    }
  }

  private static void assertProblem(HttpResponse<byte[]> answer, String reason) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as(text).isEqualTo(503);
    assertThat(text).contains("\"reason\":\"" + reason + "\"");
    assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
  }

  private static void assertNoStack(Server program) {
    assertThat(program.log())
        .noneMatch(line -> line.contains("\tat ") || line.contains("event=internal"));
  }

  /// Nothing that was refused is remembered against a media. Those that were stored where a folder
  /// was put back are removed first.
  private void assertWell(Server program, String tag) throws IOException {
    String later = tag + "-later";
    for (String id : List.of(tag + "-put", tag + "-svg")) {
      assertThat(program.delete("/api/media/" + id).statusCode()).isIn(204, 404);
    }
    assertThat(program.put(later, Pictures.jpeg(64, 48, 3)).statusCode()).isEqualTo(201);
    assertThat(program.get("/api/media/one/content").body()).isEqualTo(PHOTO);
    assertThat(program.get("/images/one?w=640").statusCode()).isEqualTo(200);
    assertThat(program.get("/images/" + later + "?w=32").statusCode()).isEqualTo(200);
    assertThat(program.delete("/api/media/" + later).statusCode()).isEqualTo(204);
    assertThat(new String(program.get("/api/media?problems=true").body(), StandardCharsets.UTF_8))
        .doesNotContain("\"id\"");
    assertThat(program.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(files("incoming")).isZero();
    assertNoStack(program);
  }

  private long files(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve(folder))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
