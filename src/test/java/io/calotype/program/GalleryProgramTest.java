package io.calotype.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The gallery in Chromium: runs the tests of `web/test/browser`, which start their own programs.
class GalleryProgramTest {
  private static final Path WEB = Path.of("web");
  private static final Pattern RESULT = Pattern.compile("(ok|not ok) ([A-Za-z_]+) (.*)");
  private static final Pattern DECLARED = Pattern.compile("(?m)^test\\(\"([A-Za-z_]+)\"");
  private static final int FIRST_LOAD_BYTES = 100_000;

  @TempDir static Path folder;
  private static final Map<String, String> RESULTS = new LinkedHashMap<>();

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/usr/bin/chromium")), "this test needs Debian's chromium");
    assumeTrue(
        Files.exists(WEB.resolve("node_modules/playwright-core")), "run web/build --check first");
    ProcessBuilder builder =
        new ProcessBuilder(
                "node", WEB.resolve("test/browser/gallery.mjs").toString(), folder.toString())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CALOTYPE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    Process node = builder.start();
    try (BufferedReader lines = node.inputReader()) {
      lines.lines().map(RESULT::matcher).filter(Matcher::matches).forEach(GalleryProgramTest::note);
    }
    node.waitFor();
  }

  private static void note(Matcher result) {
    boolean passed = result.group(1).equals("ok");
    RESULTS.put(result.group(2), passed ? "ok" : result.group(3).replace("\\n", "\n"));
  }

  @AfterAll
  static void forget() {
    RESULTS.clear();
  }

  @TestFactory
  Stream<DynamicTest> gallery_inChromium_passesEachTest() throws IOException {
    String declared = Files.readString(WEB.resolve("test/browser/gallery.mjs"));
    return DECLARED
        .matcher(declared)
        .results()
        .map(name -> name.group(1))
        .map(name ->
            DynamicTest.dynamicTest(
                name, () -> assertThat(RESULTS.getOrDefault(name, "did not run")).isEqualTo("ok")));
  }

  /// The page, its style sheet, its script, and the scripts that these import.
  @Test
  void firstLoad_compressed_isSmall() throws IOException {
    try (JarFile jar = new JarFile("target/calotype.jar")) {
      String page =
          new String(jar.getInputStream(jar.getJarEntry("web/index.html")).readAllBytes(), UTF_8);
      List<String> files =
          Pattern.compile("assets/([^\"]+)").matcher(page).results().map(m -> m.group(1)).toList();
      long bytes =
          Stream.concat(Stream.of("index.html"), files.stream())
              .mapToLong(name -> jar.getJarEntry("web/" + name + ".br").getSize())
              .sum();
      assertThat(files).hasSizeGreaterThan(2);
      assertThat(bytes).isLessThan(FIRST_LOAD_BYTES);
    }
  }
}
