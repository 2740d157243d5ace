package io.calotype.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command that has been typed, and what it has said.
///
/// @param code that it ended with
/// @param out its standard output
/// @param err its standard error
record Ended(int code, String out, String err) {
  private static final int SECONDS = 60;

  /// Types `./calotype` and `words` in `folder`, and waits for its end. It never shows a stack.
  static Ended of(Path folder, Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of("calotype").toAbsolutePath() + ""));
    command.addAll(List.of(words));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    Ended ended =
        new Ended(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    assertThat(ended.out + ended.err).doesNotContain("\tat ", "Exception");
    return ended;
  }
}
