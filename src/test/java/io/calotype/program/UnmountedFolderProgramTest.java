package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Shell;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `images/` is on a file system of its own, which is mounted, unmounted and mounted again.
class UnmountedFolderProgramTest {
  private static final byte[] PICTURE = Pictures.png(40, 30, 1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Test
  void upload_imagesOnAnotherFileSystem_isStoredThere() throws IOException {
    try (SmallDisk _ = SmallDisk.mount(data.resolve("images"), "16m");
        Server program = InJvm.start(data)) {
      assertThat(program.put("a", PICTURE).statusCode()).isEqualTo(201);

      assertThat(program.get("/api/media/a/content").body()).isEqualTo(PICTURE);
      assertThat(program.delete("/api/media/a").statusCode()).isEqualTo(204);
      assertThat(blobs()).isZero();
      assertThat(data.resolve("incoming")).isEmptyDirectory();
    }
  }

  @Test
  void unmounted_uploadsAreRefusedAndDeletesAreCompletedAfterTheMount() throws IOException {
    Path images = data.resolve("images");
    Path volume = data.resolve("volume");
    try (SmallDisk _ = SmallDisk.mount(volume, "16m")) {
      Files.createDirectory(images);
      bind(volume, images);
      try (Server program = InJvm.start(data, Map.of("UPKEEP_EVERY", "1s"))) {
        program.put("kept", PICTURE);
        program.put("removed", PICTURE);
        assertThat(program.get("/health/ready").statusCode()).isEqualTo(200);

        Shell.run("umount", "--lazy", images.toString());

        HttpResponse<byte[]> refused = program.put("lost", PICTURE);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(program.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(program.get("/api/media/kept/content").statusCode()).isEqualTo(503);
        assertThat(program.get("/images/kept").statusCode()).isEqualTo(200);
        assertThat(program.delete("/api/media/removed").statusCode()).isEqualTo(204);
        assertThat(program.get("/api/media/removed").statusCode()).isEqualTo(404);
        assertThat(program.get("/images/removed").statusCode()).isEqualTo(404);
        assertThat(images).isEmptyDirectory();

        bind(volume, images);

        RedisServer.await(() -> blobs() == 1);
        assertThat(program.get("/api/media/kept/content").body()).isEqualTo(PICTURE);
        assertThat(program.put("lost", PICTURE).statusCode()).isEqualTo(201);
        RedisServer.await(() -> program.get("/health/ready").statusCode() == 200);
      } finally {
        Shell.run("umount", "--lazy", images.toString());
      }
    }
  }

  /// The server starts, because hits can be served.
  @Test
  void start_unmounted_isNotReadyUntilItIsMounted() throws IOException {
    Path images = data.resolve("images");
    Path volume = data.resolve("volume");
    try (SmallDisk _ = SmallDisk.mount(volume, "16m")) {
      Files.createDirectory(images);
      bind(volume, images);
      try (Server program = InJvm.start(data)) {
        program.put("a", PICTURE);
      }
      Shell.run("umount", "--lazy", images.toString());

      try (Server program = InJvm.start(data)) {
        assertThat(program.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(program.put("b", PICTURE).statusCode()).isEqualTo(503);
        assertThat(String.join("\n", program.log())).contains("event=originals.folder-unusable");
        bind(volume, images);
        RedisServer.await(() -> program.get("/health/ready").statusCode() == 200);
        assertThat(program.get("/api/media/a/content").body()).isEqualTo(PICTURE);
      } finally {
        Shell.run("umount", "--lazy", images.toString());
      }
    }
  }

  private static void bind(Path volume, Path folder) {
    assertThat(Shell.run("mount", "--bind", volume.toString(), folder.toString())).isTrue();
  }

  private long blobs() {
    try (Stream<Path> files = Files.walk(data.resolve("images"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .count();
    } catch (IOException e) {
      return -1;
    }
  }
}
