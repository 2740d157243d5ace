package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.originals.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `calotype catalog rebuild` of a bucket whose database was lost, killed in between.
class RebuildProgramTest {
  private static final int PICTURES = 40;
  private static final byte[] DRAWING =
      "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'><rect width='9' height='9'/></svg>"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private final Map<String, String> settings =
      new HashMap<>(S3Server.shared().environment("rebuild-" + UUID.randomUUID()));

  @Test
  void rebuild_lostDatabase_killedInBetween_servesEveryOriginal() throws Exception {
    settings.put("PREGENERATE", "");
    Path data = folder.resolve("data");
    try (Program program = Program.start(data, settings)) {
      for (int i = 0; i < PICTURES; i++) {
        assertThat(program.put("p" + i, picture(i)).statusCode()).isEqualTo(201);
      }
      assertThat(program.put("drawing", DRAWING).statusCode()).isEqualTo(201);
      assertThat(rebuild().run(command(data)).err()).contains("is in use by another Calotype");
    }
    loseDatabase(data);

    assertThat(rebuild().run(command(data)).err()).contains("add --adopt");
    Process killed = rebuild().start(command(data, "--adopt"));
    Await.until(() -> records(data) > 0 || !killed.isAlive(), "a first record");
    killed.destroyForcibly().waitFor();
    Typed.Ended again = rebuild().run(command(data, "--adopt", "--json"));

    assertThat(again.code()).as(again.all()).isZero();
    assertThat(again.out())
        .contains("\"found\":" + (PICTURES + 1), "\"undecodable\":0")
        .doesNotContain("\"skipped\":0,");
    try (Program program = Program.start(data, settings)) {
      for (int i = 0; i < PICTURES; i++) {
        assertThat(program.get("/api/media/p" + i + "/content").body()).isEqualTo(picture(i));
      }
      String record = new String(program.get("/api/media/p0").body(), StandardCharsets.UTF_8);
      assertThat(record).contains("\"visibility\":\"private\"", "\"width\":300", "\"thumbhash\"");
      assertThat(program.get("/images/drawing/small").statusCode()).isEqualTo(200);
    }
  }

  private static byte[] picture(int seed) {
    return Pictures.noise(300, 200, seed);
  }

  private Typed rebuild() {
    Map<String, String> variables = new TreeMap<>();
    settings.forEach((name, value) -> variables.put("CALOTYPE_" + name, value));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    return new Typed(folder, variables);
  }

  /// The command of the documents.
  private static String[] command(Path data, String... options) {
    String documented = Documents.commands("rebuild").lines().findFirst().orElseThrow();
    String words = documented.replaceFirst(" *#.*", "").replaceFirst("^\\./calotype ", "");
    return Stream.of(
            Stream.of(words.replace(" --dry-run", "").split(" ")),
            Stream.of("--data", data.toString()),
            Stream.of(options))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  private static void loseDatabase(Path data) throws IOException {
    for (String name : new String[] {"catalog.db", "catalog.db-wal", "catalog.db-shm"}) {
      Files.deleteIfExists(data.resolve(name));
    }
  }

  private static int records(Path data) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("catalog.db"));
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM media")) {
      return count.getInt(1);
    } catch (SQLException notYet) {
      return 0;
    }
  }
}
