package io.calotype.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Commands, as they are typed.
///
/// @param folder where they are typed, and what they say is kept
/// @param variables what they find in their environment
record Typed(Path folder, Map<String, String> variables) {
  /// How a command has ended, and what it has said.
  record Ended(int code, String out, String err) {
    /// All that it has said.
    String all() {
      return out + err;
    }
  }

  /// Commands that ask `program`, with `key` unless that is empty.
  static Typed at(Server program, Path folder, String key) {
    Map<String, String> variables =
        Map.of(
            "CALOTYPE_URL",
            "http://127.0.0.1:" + program.port(),
            "CALOTYPE_KEY",
            key,
            "XDG_STATE_HOME",
            folder.resolve("state").toAbsolutePath().toString(),
            "JAVA_HOME",
            System.getProperty("java.home"));
    return new Typed(folder, variables);
  }

  /// Starts a server, typed in `folder`, that is refused. Returns its messages without its log.
  ///
  /// @param settings configuration keys without their prefix
  static List<String> refusedStart(Path folder, Path data, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> variables = new TreeMap<>();
    settings.forEach((name, value) -> variables.put("CALOTYPE_" + name, value));
    Ended ended =
        new Typed(folder, variables).run("serve", "--port", "0", "--data", data.toString());
    assertThat(ended.code()).isEqualTo(1);
    return ended.all().lines().filter(line -> !line.startsWith("time=")).toList();
  }

  /// The same commands with other variables beside.
  Typed with(Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(variables);
    all.putAll(others);
    return new Typed(folder, all);
  }

  /// Runs a command to its end. Its output never contains a key or a stack.
  Ended run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(out, UTF_8);
    String complained = Files.readString(err, UTF_8);
    assertThat(said + complained).doesNotContain("\tat ", "Exception");
    String key = variables.getOrDefault("CALOTYPE_KEY", "");
    assertThat(key.isEmpty() || !(said + complained).contains(key)).isTrue();
    return new Ended(process.exitValue(), said, complained);
  }

  /// Starts a command, whose output is dropped.
  Process start(String... arguments) throws IOException {
    return builder(arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Path.of("calotype").toAbsolutePath() + ""));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("CALOTYPE_JAVA_OPTS", Program.FAST_START);
    builder.environment().putAll(variables);
    return builder;
  }
}
