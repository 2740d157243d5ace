package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names and folders in the cache that the program cannot read, in any locale.
@Tag("waits")
class CacheFaultProgramTest {
  private static final Map<String, String> NO_MEMORY = Map.of("MEMORY_CACHE_SIZE", "0");

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "de_DE.UTF-8", ""})
  void start_inAnyLocale_countsTheCacheAndServesIt(String locale) throws Exception {
    Path data = Files.createDirectory(temporary.resolve("donn\u00e9es \u96ea"));
    try (Server program = InJvm.start(data, NO_MEMORY)) {
      for (String id : List.of("one", "two", "three")) {
        program.put(id, Pictures.jpeg(600, 400, id.hashCode()));
      }
    }
    Path one = ownerFolder(data, "one");
    shell("printf x > \"$1\"/$'\\xff'; printf x > \"$1\"/$'\\xc3\\xa9.webp'", one);
    Path two = ownerFolder(data, "two");
    shell("rm -r \"$1\" && ln -s \"$1\" \"$1\"", two);

    Map<String, String> settings =
        Map.of("MEMORY_CACHE_SIZE", "0", "LC_ALL", locale, "LANG", locale);
    try (Program program = Program.start(data, settings)) {
      assertThat(status(program.get("/images/one/small"))).startsWith("calotype; hit");
      assertThat(status(program.get("/images/three/small"))).startsWith("calotype; hit");
      assertThat(status(program.get("/images/two/small"))).isEqualTo("calotype; fwd=miss");
      assertThat(status(program.get("/images/two/small"))).startsWith("calotype; hit");
      assertThat(program.metric("calotype_cache_disk_uncounted_folders")).isZero();
      assertThat(program.metric("calotype_cache_damaged_total")).isPositive();
      assertThat(program.metric("calotype_cache_evictions_total")).isZero();
    }
    assertThat(Files.isDirectory(two)).isTrue();
    assertThat(one.toFile().list()).allMatch(file -> file.matches("\\A[^\ufffd]*\\z"));
  }

  @Test
  void doctor_always_namesTheFilesOfTheCache() throws Exception {
    Path data = Files.createDirectory(temporary.resolve("data"));
    try (Server program = InJvm.start(data)) {
      program.put("one", Pictures.jpeg(600, 400, 1));
    }

    String output = doctor(data);

    assertThat(output).containsPattern("renditions +[1-9][0-9]* files, [1-9][0-9]* bytes");
  }

  private static String doctor(Path data) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of("calotype").toAbsolutePath().toString(), "doctor")
            .redirectErrorStream(true);
    builder.environment().put("CALOTYPE_DATA_DIR", data.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static Path ownerFolder(Path data, String id) throws IOException {
    try (Stream<Path> tree = Files.walk(data.resolve("renditions"))) {
      return tree.filter(path -> path.endsWith(id)).findFirst().orElseThrow();
    }
  }

  private static void shell(String script, Path argument) throws Exception {
    int ended =
        new ProcessBuilder("bash", "-c", script, "bash", argument.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(ended).isZero();
  }

  private static String status(HttpResponse<?> answer) {
    return answer.headers().firstValue("cache-status").orElse("(none)");
  }
}
