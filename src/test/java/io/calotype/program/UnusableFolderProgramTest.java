package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.ReadOnlyMount;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A start on a data folder that cannot be used ends in one line that names the reason. A folder
/// that the user of the program may not write is a problem of each upload.
@Tag("waits")
class UnusableFolderProgramTest {
  private static final String ANOTHER = "65534";
  private static final List<String> AS_ANOTHER =
      List.of("setpriv", "--reuid=" + ANOTHER, "--regid=" + ANOTHER, "--clear-groups");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temporary;

  @Test
  void start_dataFolderIsAFile_saysSoInOneLine() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "no folder");

    assertRefused(List.of(), file, file.toString(), "it is not a folder");
    assertRefused(List.of(), file.resolve("below"), file.toString());
  }

  @Test
  void start_dataFolderReadOnly_saysSoInOneLine() throws Exception {
    Path data = Files.createDirectory(temporary.resolve("data"));
    try (ReadOnlyMount _ = ReadOnlyMount.over(data)) {
      assertRefused(List.of(), data, data.toString(), "Read-only file system");
    }
    Program.start(data).close();
    try (ReadOnlyMount _ = ReadOnlyMount.over(data)) {
      assertRefused(List.of(), data, data.toString(), "Read-only file system");
    }
  }

  @Test
  void start_catalogLocked_saysSoInOneLine() throws Exception {
    Path data = temporary.resolve("data");
    Program.start(data).close();
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("catalog.db"));
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA locking_mode=EXCLUSIVE");
      statement.execute("BEGIN EXCLUSIVE");

      assertRefused(List.of(), data, data.resolve("catalog.db").toString(), "locked");
    }
  }

  @Test
  void start_foldersOfAnotherUser_sayWhichIsRefused() throws Exception {
    assumeAnotherUser();
    Path data = temporary.resolve("data");
    Program.start(data).close();
    own(data, "0");
    open(data, "rwxr-xr-x");

    assertRefused(AS_ANOTHER, data, data.toString(), "permission denied");

    own(data, ANOTHER);
    for (String name : List.of("benches", "native")) {
      own(data.resolve(name), "0");
      open(data.resolve(name), "---------");
      assertRefused(AS_ANOTHER, data, data.resolve(name).toString(), "permission denied");
      own(data.resolve(name), ANOTHER);
      open(data.resolve(name), "rwx------");
    }
    Program.start(AS_ANOTHER, data, Map.of()).close();
  }

  @Test
  void put_folderNotWritable_isAProblemUntilItIs() throws Exception {
    assumeAnotherUser();
    Path data = Files.createDirectory(temporary.resolve("data"));
    own(data, ANOTHER);
    byte[] photo = Pictures.jpeg(320, 240, 1);
    try (Program program = Program.start(AS_ANOTHER, data, Map.of())) {
      assertThat(program.put("one", photo).statusCode()).isEqualTo(201);
      for (String name : List.of("images", "incoming", "renditions")) {
        own(data.resolve(name), "0");
        open(data.resolve(name), "---------");

        HttpResponse<byte[]> put = program.put(name, Pictures.jpeg(64, 48, name.hashCode()));
        HttpResponse<byte[]> get = program.get("/images/one?w=" + (name.length() * 8));

        if (name.equals("renditions")) {
          assertThat(put.statusCode()).isEqualTo(201);
          assertThat(get.statusCode()).isIn(200, 400);
        } else {
          assertThat(put.statusCode()).isEqualTo(503);
          assertThat(text(put)).contains("\"reason\":\"refused\"");
          assertThat(put.headers().firstValueAsLong("Retry-After")).isPresent();
        }
        assertThat(program.get("/images/one/small").statusCode()).isEqualTo(200);
        assertThat(program.get("/api/media").statusCode()).isEqualTo(200);
        own(data.resolve(name), ANOTHER);
        open(data.resolve(name), "rwx------");
        assertThat(program.put(name, Pictures.jpeg(64, 48, name.hashCode())).statusCode())
            .isIn(200, 201);
      }
      assertThat(program.get("/api/media/one/content").body()).isEqualTo(photo);
      assertThat(text(program.get("/api/media?problems=true"))).doesNotContain("\"id\"");
      assertThat(program.log())
          .noneMatch(line -> line.contains("\tat ") || line.contains("event=internal"));
    }
  }

  private static void assertRefused(List<String> prefix, Path data, String... parts)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                prefix,
                List.of(Path.of("calotype").toAbsolutePath().toString(), "serve"),
                List.of("--port", "0", "--data", data.toString()))
            .flatMap(List::stream)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putIfAbsent("CALOTYPE_JAVA_OPTS", Program.FAST_START);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(1);
    assertThat(said).contains(parts).doesNotContain("Exception", "\tat ");
    assertThat(said.lines().filter(line -> !line.startsWith("time=")))
        .singleElement()
        .asString()
        .startsWith("calotype: ");
  }

  /// The folders above are open to all: the program is there, and the test's own folder.
  private void assumeAnotherUser() throws Exception {
    open(temporary, "rwx--x--x");
    Path launcher = Path.of("calotype").toAbsolutePath();
    assumeTrue(
        run(
            Stream.concat(
                    AS_ANOTHER.stream(), Stream.of("test", "-x", launcher.toString(), "-a", "-x"))
                .toList(),
            System.getProperty("java.home") + "/bin/java"),
        "this test needs root, setpriv, and a project that other users may read");
  }

  private static boolean run(List<String> command, String last) throws Exception {
    List<String> all = Stream.concat(command.stream(), Stream.of(last)).toList();
    try {
      return new ProcessBuilder(all).start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static void own(Path folder, String user) throws Exception {
    assertThat(run(List.of("chown", "-R", user + ":" + user), folder.toString())).isTrue();
  }

  private static void open(Path folder, String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
