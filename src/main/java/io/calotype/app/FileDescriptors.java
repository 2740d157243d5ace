package io.calotype.app;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Limits connections to the file descriptors of this process. The JVM raises the soft limit to the
/// hard limit at its start.
final class FileDescriptors {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern SOFT = Pattern.compile("Max open files +([0-9]+|unlimited) .*");

  /// Descriptors that the program itself holds open: libraries, the catalog, pipes to renderers.
  private static final long OWN = 128;

  /// One descriptor in 4 is reserved for files that are sent, read or written.
  private static final long FILES = 4;

  /// One descriptor in 16, and at most 2048, are for files of renditions that stay open.
  private static final long OPEN = 16;

  private static final int MAX_OPEN = 2048;

  private FileDescriptors() {}

  /// The number of files of renditions that may stay open.
  static int openFiles() {
    return openFiles(limit());
  }

  /// The number of files of renditions that may stay open with `limit` descriptors.
  static int openFiles(long limit) {
    return Math.clamp(limit / OPEN, 0, MAX_OPEN);
  }

  /// Returns `requested`, or the number of connections that the limit allows. Logs a warning if
  /// that is lower.
  static int connections(int requested) {
    long limit = limit();
    int room = room(requested, limit);
    if (room < requested) {
      EventLog.warn("connections.lowered", "from", requested, "to", room, "descriptors", limit);
    }
    return room;
  }

  /// The number of connections, from 1 to `requested`, that `limit` descriptors allow.
  static int room(int requested, long limit) {
    return Math.clamp(limit - OWN - limit / FILES, 1, requested);
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
