package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java client and its starter for Spring Boot, by a build of their own with its tests.
class JavaClientProgramTest {
  private static final String SECRET = "a secret of the tests";

  @Test
  void clientAndStarter_theirBuild_passes(@TempDir Path folder) throws Exception {
    Map<String, String> settings =
        Map.of("API_KEYS", AccessProgram.keys("app:editor"), "SIGNING_KEYS", SECRET);
    try (Server server = InJvm.start(folder, settings)) {
      ProcessBuilder maven = new ProcessBuilder("mvn", "-B", "-q", "verify");
      maven.directory(Path.of("clients", "java").toFile()).redirectErrorStream(true);
      maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
      maven.environment().put("CALOTYPE_URL", server.base().toString());
      maven.environment().put("CALOTYPE_KEY", "app-key");
      maven.environment().put("CALOTYPE_SIGNING_KEYS", SECRET);
      Process build = maven.start();

      String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(build.waitFor()).as(output).isZero();
    }
  }
}
