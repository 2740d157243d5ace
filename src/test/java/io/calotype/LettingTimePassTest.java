package io.calotype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests wait for a condition or move a clock; they do not let time pass.
class LettingTimePassTest {
  private static final Pattern SLEEP =
      Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.\\w+\\.sleep\\(|LockSupport\\.park");

  /// The classes that may, each with its reason.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "Await", "looks at a condition again",
          "SlowClientProgramTest", "a slow client sends few bytes a second",
          "CacheProgramTest", "removes at different moments of a render",
          "CrashProgramTest", "kills at different moments of an upload",
          "HostileProgramTest", "repeats a request after the Retry-After of the answer",
          "Load", "paces its requests",
          "Standing", "a server that answers late",
          "RenderTroubleTest", "a renderer gets no processor for longer than its timeout",
          "RedisServer", "a deadline of a script passes in the clock of Redis");

  @Test
  void sleep_outsideTheExceptions_isAbsent() throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (Path file : Sources.test()) {
      String text = Files.readString(file);
      if (SLEEP.matcher(text).find()) {
        found.add(file.getFileName().toString().replace(".java", ""));
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
  }
}
