package io.calotype.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher `./calotype` outside a complete checkout, with a bare environment: no `HOME`, and a
/// `PATH` of the test's choice.
class LauncherProgramTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path JAR = Path.of("target/calotype.jar");

  @TempDir Path home;
  @TempDir Path desk;

  /// How the launcher ended.
  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void copyLauncher() throws IOException {
    Files.copy(PROJECT.resolve("calotype"), home.resolve("calotype"));
  }

  @Test
  void jar_withoutSourcesAndHome_runs() throws Exception {
    copyJar();

    Ended ended = run(System.getenv("PATH"), "--version");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("Calotype ");
    assertThat(ended.code()).isZero();
  }

  @Test
  void jar_olderThanSourcesWithoutMaven_runsWithAWarning() throws Exception {
    copyJar();
    Files.setLastModifiedTime(home.resolve(JAR), FileTime.from(Instant.EPOCH));
    makeSources();

    Ended ended = run(toolsWithout("mvn"), "--version");

    assertThat(ended.err().lines()).singleElement().asString().contains("newer", "Maven");
    assertThat(ended.out()).startsWith("Calotype ");
    assertThat(ended.code()).isZero();
  }

  @Test
  void sources_withoutMavenAndJar_areRefusedWithTheCommandThatHelps() throws Exception {
    makeSources();

    Ended ended = run(toolsWithout("mvn"), "serve");

    assertThat(ended.err().lines()).singleElement().asString().contains("apt-get install maven");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void commandLine_wrong_isRefusedBeforeABuild() throws Exception {
    makeSources();
    for (List<String> wrong :
        List.of(
            List.of("serv"), List.of(".*"), List.of("serve", "--prot=1"), List.of("rm", "--al"))) {
      Ended ended = run(System.getenv("PATH"), wrong.toArray(String[]::new));

      assertThat(ended.err().lines())
          .singleElement()
          .asString()
          .contains(wrong.getLast().replace("=1", ""));
      assertThat(ended.code()).isEqualTo(2);
    }
    assertThat(home.resolve("target")).doesNotExist();
  }

  /// Maven only prints, and copies the jar: `./verify` itself begins with a real build.
  @Test
  void build_inAFreshCheckout_tellsEachStep() throws Exception {
    String path =
        toolsWithMaven(
            """
            for goal; do
              case $goal in
                compiler:*) echo '[INFO] --- compiler:3:compile (default-compile) @ calotype ---' ;;
                shade:*) echo '[INFO] --- shade:3:shade (default) @ calotype ---'; cp '%s' '%s' ;;
              esac
            done\
            """
                .formatted(PROJECT.resolve(JAR), home.resolve(JAR)));

    Ended ended = run(path, "--version");

    assertThat(ended.err().lines())
        .first()
        .asString()
        .startsWith("calotype: building Calotype, once: about ");
    assertThat(ended.err())
        .contains("step 1 of 5", "step 2 of 5", "step 3 of 5", "step 4 of 5", "step 5 of 5")
        .containsPattern("calotype: built in [0-9]+:[0-9]{2}\n$");
    assertThat(ended.out()).startsWith("Calotype ");
    assertThat(ended.code()).isZero();
  }

  @Test
  void build_thatFails_printsTheReasonAndTheLog() throws Exception {
    String path = toolsWithMaven("echo '[INFO] Scanning'; echo '[ERROR] no such symbol'; exit 1");

    Ended ended = run(path, "serve");

    assertThat(ended.err().lines())
        .containsSequence(
            "[ERROR] no such symbol",
            "calotype: the build has failed, see " + home.resolve("target/build.log"));
    assertThat(home.resolve("target/build.log")).content().contains("[INFO] Scanning");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void build_whoseFirstStepFails_keepsTheJar() throws Exception {
    String path = toolsWithMaven("exit 1");
    copyJar();
    Files.setLastModifiedTime(home.resolve(JAR), FileTime.from(Instant.EPOCH));
    Files.writeString(home.resolve("native/fetch"), "#!/bin/sh\necho no network >&2; exit 1\n");

    Ended ended = run(path, "serve");

    assertThat(ended.err()).contains("building Calotype again", "\nno network\n");
    assertThat(home.resolve(JAR)).exists();
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void build_onATerminal_writesItsStepInOneLine() throws Exception {
    String path =
        toolsWithMaven("echo '[INFO] --- shade:3.6:shade (default) @ calotype ---'; exit 1");
    Files.move(home.resolve("calotype"), home.resolve("launcher"));
    Files.writeString(
        home.resolve("calotype"),
        "#!/bin/sh\nexec script -qec '%s serve' /dev/null\n".formatted(home.resolve("launcher")));
    assertThat(home.resolve("calotype").toFile().setExecutable(true)).isTrue();

    Ended ended = run(path);

    assertThat(ended.out())
        .contains("\r\u001b[Kcalotype: step 5 of 5: packing the jar (", "\r\u001b[K[INFO]")
        .doesNotContain("step 5 of 5: packing the jar\n");
  }

  @Test
  void serve_afterARecordedStart_readsTheCachesInServerAndRenderers() {
    try (Program program = Program.start(desk.resolve("media"))) {
      Await.until(() -> program.get("/health/ready").statusCode() == 200);

      assertThat(caches(program.pid())).containsOnly("calotype.aot");
      assertThat(program.renderers())
          .isNotEmpty()
          .allSatisfy(renderer ->
              assertThat(caches(renderer.pid())).containsOnly("calotype-renderers.aot"));
    }
  }

  /// The AOT caches that a process has mapped (proc(5)).
  private static Set<String> caches(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "maps")).stream()
          .filter(line -> line.endsWith(".aot"))
          .map(line -> line.replaceFirst(".*/", ""))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A `PATH` on which Maven is the shell script `maven`, for sources whose other steps succeed.
  private String toolsWithMaven(String maven) throws IOException {
    makeSources();
    String tools = toolsWithout("mvn");
    for (Path script :
        List.of(home.resolve("native/fetch"), home.resolve("web/build"), Path.of(tools, "mvn"))) {
      Files.writeString(script, "#!/bin/sh\n" + (script.endsWith("mvn") ? maven : "true") + "\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
    return tools;
  }

  private void copyJar() throws IOException {
    Files.createDirectories(home.resolve(JAR).getParent());
    Files.copy(PROJECT.resolve(JAR), home.resolve(JAR));
  }

  private void makeSources() throws IOException {
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("native"));
    Files.createDirectories(home.resolve("web"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("native/package-lock.json"));
  }

  /// A `PATH` with the tools of the machine, but for `missing`.
  private String toolsWithout(String missing) throws IOException {
    Path tools = Files.createDirectories(desk.resolve("tools"));
    for (String folder : List.of(System.getenv("PATH").split(":", -1))) {
      if (Files.isDirectory(Path.of(folder))) {
        try (Stream<Path> found = Files.list(Path.of(folder))) {
          for (Path tool : found.toList()) {
            Path link = tools.resolve(tool.getFileName().toString());
            if (!tool.endsWith(missing) && Files.notExists(link)) {
              Files.createSymbolicLink(link, tool);
            }
          }
        }
      }
    }
    return tools.toString();
  }

  private Ended run(String path, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("calotype").toString()));
    command.addAll(List.of(arguments));
    Path out = desk.resolve("out");
    Path err = desk.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(desk.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", path, "JAVA_HOME", System.getProperty("java.home")));
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Ended(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
