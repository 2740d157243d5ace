package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command of README and docs, run in the order of the documents. Only host and port are
/// replaced.
class DocumentationProgramTest {
  private static final Pattern SETTING =
      Pattern.compile("export CALOTYPE_(?<key>[A-Z_]+)=(?<value>\\S+)");

  private static final byte[] PHOTO = Pictures.jpeg(1600, 1200, 1);

  @TempDir Path folder;

  @Test
  void commands_asTheyStandThere_allSucceed() throws IOException {
    prepareFiles();
    Map<String, String> settings = new TreeMap<>(Map.of("SIGNING_KEYS", "a key of the documents"));
    settings.putAll(settingsOf(Path.of("docs", "formats.md")));
    List<Documents.Block> blocks =
        Documents.blocks().stream()
            .filter(block -> block.language().equals("sh") && block.marker().isEmpty())
            .toList();
    assertThat(blocks).hasSizeGreaterThan(10);

    try (Program program = Program.start(folder.resolve("media-storage"), settings)) {
      String base = "http://127.0.0.1:" + program.port();
      Map<String, String> environment =
          Map.of(
              "HOME", folder.resolve("home").toString(),
              "JAVA_HOME", System.getProperty("java.home"),
              "KEY", "none",
              "CALOTYPE_URL", base,
              "CALOTYPE_SIGNING_KEYS", settings.get("SIGNING_KEYS"));
      for (Documents.Block block : blocks) {
        prepareMedia(program);
        String commands = block.text().replace("http://127.0.0.1:8080", base);
        Documents.run(commands, folder, environment);
      }
    }
  }

  private static Map<String, String> settingsOf(Path page) {
    Map<String, String> settings = new TreeMap<>();
    Documents.blocks().stream()
        .filter(block -> block.page().equals(page))
        .flatMap(block -> SETTING.matcher(block.text()).results())
        .forEach(found -> settings.put(found.group("key"), found.group("value")));
    return settings;
  }

  /// The files that the examples name.
  private void prepareFiles() throws IOException {
    Files.createSymbolicLink(folder.resolve("calotype"), Path.of("calotype").toAbsolutePath());
    Files.write(folder.resolve("photo.jpg"), PHOTO);
    BufferedImage picture = Pictures.decoded(Pictures.jpeg(64, 48, 2));
    Files.write(folder.resolve("photo.bmp"), Pictures.encoded(picture, "bmp"));
    for (String name : List.of("home/Pictures", "drafts", "uploads")) {
      Path files = Files.createDirectories(folder.resolve(name));
      Files.write(files.resolve("a b.jpg"), Pictures.jpeg(320, 240, name.length()));
    }
  }

  /// The media that the examples name. An example may have deleted them.
  private static void prepareMedia(Program program) {
    for (String path : List.of("cat", "dog", "holiday", "holiday-1?group=holiday", "holiday-2")) {
      assertThat(program.put(path, PHOTO).statusCode()).as(path).isIn(200, 201);
    }
  }
}
