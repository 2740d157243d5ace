package io.calotype.app;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The file descriptors of this process, and the connections that they have room for. The JVM has
/// raised the soft limit to the hard one at its start.
final class FileDescriptors {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern SOFT = Pattern.compile("Max open files +([0-9]+|unlimited) .*");

  /// What the program has open by itself: libraries, the catalog, pipes to renderers.
  private static final long OWN = 128;

  /// One descriptor of so many is for files that are sent, read or written.
  private static final long FILES = 4;

  private FileDescriptors() {}

  /// `wanted` connections, or as many as the limit has room for; then it warns in one line.
  static int connections(int wanted) {
    long limit = limit();
    int room = room(wanted, limit);
    if (room < wanted) {
      EventLog.warn("connections.lowered", "from", wanted, "to", room, "descriptors", limit);
    }
    return room;
  }

  /// How many connections, of those `wanted`, a limit of so many descriptors has room for.
  static int room(int wanted, long limit) {
    return Math.clamp(limit - OWN - limit / FILES, 1, wanted);
  }

  private static long limit() {
    try (Stream<String> lines = Files.lines(LIMITS)) {
      return lines
          .map(SOFT::matcher)
          .filter(Matcher::matches)
          .map(line -> line.group(1))
          .filter(text -> !text.equals("unlimited"))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }
}
