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
      Map.ofEntries(
          Map.entry("Await", "looks at a condition again"),
          Map.entry("SlowClientProgramTest", "a slow client sends few bytes a second"),
          Map.entry("CacheProgramTest", "removes at different moments of a render"),
          Map.entry("CrashProgramTest", "kills at different moments of an upload"),
          Map.entry("HostileProgramTest", "repeats a request after Retry-After"),
          Map.entry("HistoryClients", "pace their requests"),
          Map.entry("Load", "paces its requests"),
          Map.entry("Standing", "a server that answers late"),
          Map.entry("RenderTroubleTest", "a renderer gets no processor for long"),
          Map.entry("RedisServer", "a deadline of a script passes in the clock of Redis"));

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
