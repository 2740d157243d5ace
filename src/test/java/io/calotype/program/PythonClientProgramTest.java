package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Python client and the examples of docs/fastapi.md, by the tests of the client.
class PythonClientProgramTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final Path CLIENT = Path.of("clients", "python");
  private static final String SECRET = "a secret of the tests";

  private static Server server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server =
        InJvm.start(
            folder.resolve("data"),
            Map.of("API_KEYS", AccessProgram.keys("app:editor"), "SIGNING_KEYS", SECRET));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void client_itsTests_pass() throws Exception {
    needs("httpx", "python3-httpx");

    assertThat(tests("tests.test_client")).contains("\nOK");
  }

  @Test
  void fastapi_examples_work() throws Exception {
    needs("httpx, fastapi, multipart", "python3-httpx python3-fastapi python3-multipart");

    assertThat(tests("tests.test_fastapi")).contains("\nOK");
  }

  private static void needs(String modules, String packages) throws Exception {
    assumeTrue(
        run("-c", "import " + modules).isEmpty(), "this test needs Debian's packages " + packages);
  }

  private static String tests(String module) throws Exception {
    return run("-B", "-m", "unittest", module);
  }

  /// Runs Python in the folder of the client. Returns its output.
  private static String run(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = PYTHON;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(CLIENT.toFile()).redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", "src");
    builder.environment().put("CALOTYPE_URL", "http://127.0.0.1:" + server.port());
    builder.environment().put("CALOTYPE_KEY", "app-key");
    builder.environment().put("CALOTYPE_SIGNING_KEYS", SECRET);
    Process python = builder.start();
    try {
      return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      python.waitFor();
    }
  }
}
