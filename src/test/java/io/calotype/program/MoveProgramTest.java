package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.DataSetClaim;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.s3.S3Server;
import io.calotype.store.TestStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder whose originals move to a bucket and whose database is lost afterwards. The server
/// is killed during the move, and the rebuild of the catalog in between.
@Tag("waits")
class MoveProgramTest {
  private static final int PICTURES = 40;

  @TempDir Path folder;

  private final Map<String, String> settings =
      new HashMap<>(S3Server.shared().environment("move-" + UUID.randomUUID()));

  @Test
  void moveAndRebuild_killedInBetween_loseNothing() throws Exception {
    settings.put("PREGENERATE", "");
    Path data = folder.resolve("data");
    prepare(data);
    Map<String, String> moving = new HashMap<>(settings);
    moving.put("ORIGINALS_FROM", "files");

    try (Program program = Program.start(data, moving)) {
      Process command = typed(program).start(documented("move"));
      Await.until(() -> moved(data) > 0 || !command.isAlive(), "a first moved original");
      program.kill();
      command.waitFor();
    }
    try (Server program = InJvm.start(data, moving)) {
      assertServesAll(program, 0);
      assertThat(program.delete("/api/media/p0").statusCode()).isEqualTo(204);
      assertThat(program.put("fresh", picture(99)).statusCode()).isEqualTo(201);

      Typed.Ended ended = typed(program).run(documented("move"));

      assertThat(ended.code()).as(ended.all()).isZero();
      assertThat(ended.out()).contains("The move is complete");
      assertServesAll(program, 1);
      assertThat(program.get("/api/media/p0").statusCode()).isEqualTo(404);
    }
    assertThat(Typed.refusedStart(folder, data, Map.of()))
        .singleElement()
        .asString()
        .contains("set CALOTYPE_ORIGINALS=s3");

    rebuild(data);

    try (Server program = InJvm.start(data, settings)) {
      assertServesAll(program, 1);
      assertThat(program.get("/api/media/fresh/content").body()).isEqualTo(picture(99));
      assertThat(program.get("/api/media/p0").statusCode()).isEqualTo(404);
      String record = new String(program.get("/api/media/p1").body(), StandardCharsets.UTF_8);
      assertThat(record).contains("\"visibility\":\"private\"", "\"width\":300", "\"thumbhash\"");
    }
  }

  /// Loses the database, and makes it again.
  private void rebuild(Path data) throws IOException, InterruptedException {
    for (String name : new String[] {"catalog.db", "catalog.db-wal", "catalog.db-shm"}) {
      Files.deleteIfExists(data.resolve(name));
    }
    Map<String, String> variables = new TreeMap<>();
    settings.forEach((name, value) -> variables.put("CALOTYPE_" + name, value));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    Typed typed = new Typed(folder, variables);

    assertThat(typed.run(rebuilding(data)).err()).contains("add --adopt");
    Process killed = typed.start(rebuilding(data, "--adopt"));
    Await.until(() -> records(data) > 0 || !killed.isAlive(), "a first record");
    killed.destroyForcibly().waitFor();
    Typed.Ended again = typed.run(rebuilding(data, "--adopt", "--json"));

    assertThat(again.code()).as(again.all()).isZero();
    assertThat(again.out())
        .contains("\"found\":" + PICTURES, "\"undecodable\":0")
        .doesNotContain("\"skipped\":0,");
  }

  /// A data set as a server with originals as files leaves it.
  private static void prepare(Path data) throws IOException {
    try (DataFolder opened = DataFolder.open(data);
        Catalog catalog = SqliteFixture.open(opened.catalog())) {
      catalog.claim(new DataSetClaim(opened.dataSet().name(), opened.dataSet().created(), null));
      BlobStore blobs = TestStores.blobs(opened);
      for (int i = 0; i < PICTURES; i++) {
        Media media = media("p" + i, picture(i));
        blobs.write(
            Blob.original(media), Files.write(opened.incoming().resolve("staged"), picture(i)));
        assertThat(catalog.add(media)).isTrue();
      }
    }
  }

  private static Media media(String id, byte[] bytes) {
    Sha256 digest = Sha256.of(Sha256.digester().digest(bytes));
    return new Media(
        new MediaId(id),
        Original.fresh(MediaType.PNG, bytes.length, digest),
        null,
        new Picture(new Dimensions(300, 200), true, Facts.PLAIN, null),
        new Labels(null, Visibility.PUBLIC, Map.of(), null),
        new Lifetime(Instant.now(), null),
        null);
  }

  private static byte[] picture(int seed) {
    return Pictures.noise(300, 200, seed);
  }

  private static void assertServesAll(Server program, int from) {
    for (int i = from; i < PICTURES; i++) {
      assertThat(program.get("/api/media/p" + i + "/content").body()).isEqualTo(picture(i));
    }
    assertThat(program.get("/images/p5/small").statusCode()).isEqualTo(200);
  }

  private Typed typed(Server program) {
    return Typed.at(program, folder, "");
  }

  /// The words of the first command of the documents with this marker.
  private static String[] documented(String marker) {
    String command = Documents.commands(marker).lines().findFirst().orElseThrow();
    return command.replaceFirst(" *#.*", "").replaceFirst("^\\./calotype ", "").split(" ");
  }

  private static String[] rebuilding(Path data, String... options) {
    return Stream.of(
            Stream.of(documented("rebuild")).filter(word -> !word.equals("--dry-run")),
            Stream.of("--data", data.toString()),
            Stream.of(options))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  /// The number of originals that were set aside after their copy.
  private static long moved(Path data) {
    Path aside = data.resolve("orphans").resolve("images");
    if (!Files.exists(aside)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(aside)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException | java.io.UncheckedIOException changing) {
      return 0;
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
