package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `calotype upload --id-from name --map FILE`.
class UploadIdsProgramTest {
  @TempDir Path folder;

  @Test
  void upload_idsFromNames_areMappedAndCollisionsTold() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures/more"));
    Files.write(folder.resolve("pictures/My cat.jpg"), Pictures.jpeg(64, 48, 1));
    Files.write(pictures.resolve("dog.jpg"), Pictures.jpeg(64, 48, 2));
    Files.write(pictures.resolve("dog.png"), Pictures.noise(20, 20, 3));
    Path map = folder.resolve("map.tsv");
    try (Server program = InJvm.start(folder.resolve("data"))) {
      Typed typed = Typed.at(program, folder, "");
      String[] words = {"upload", "pictures", "--id-from", "name", "--map", map.toString()};

      Typed.Ended ended = typed.run(words);

      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.out()).contains("1 uploaded, 0 there already, 2 failed");
      assertThat(ended.err()).contains("the id dog follows from the names of several files");
      assertThat(map).content().isEqualTo("pictures/My cat.jpg\tMy-cat\n");
      assertThat(new String(program.get("/api/media/My-cat").body(), StandardCharsets.UTF_8))
          .contains("\"filename\":\"My cat.jpg\"");

      Files.delete(pictures.resolve("dog.png"));
      assertThat(typed.run(words).code()).isZero();
      assertThat(map)
          .content()
          .contains("pictures/My cat.jpg\tMy-cat\n", "pictures/more/dog.jpg\tdog\n");
      assertThat(typed.run("upload", "pictures", "--map", "/proc/no/map").code()).isEqualTo(2);
      Typed.Ended unmapped = typed.run("upload", "pictures", "--map", "/dev/full");
      assertThat(unmapped.code()).isEqualTo(1);
      assertThat(unmapped.out()).contains("2 uploaded, 0 there already, 0 failed");
      assertThat(unmapped.err()).contains("/dev/full lacks lines that could not be written");
      assertThat(typed.run("upload", "pictures", "--id-from", "size").code()).isEqualTo(2);
    }
  }
}
