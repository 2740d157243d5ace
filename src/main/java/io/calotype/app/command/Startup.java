package io.calotype.app.command;

import io.calotype.app.config.LogConfig;
import io.calotype.telemetry.LogLine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Prints the startup messages of `serve`: plain text for people, or JSON lines for a log
/// collector.
///
/// @param log format of the log, and the name of this node
record Startup(LogConfig log) {
  /// Reports that the server listens at `url` and keeps its data in `folder`.
  void ready(String url, Path folder) {
    switch (log.format()) {
      case LOGFMT -> System.out.println("Calotype is ready at " + url + ", data in " + folder);
      case JSON -> write("info", "ready", "url", url, "data", folder.toString());
    }
  }

  /// Reports the mistakes in the configuration.
  void invalid(List<String> mistakes) {
    switch (log.format()) {
      case LOGFMT -> {
        System.err.println("calotype: the configuration is wrong:");
        mistakes.forEach(mistake -> System.err.println("  " + mistake));
      }
      case JSON -> mistakes.forEach(mistake -> write("error", "config.invalid", "msg", mistake));
    }
  }

  /// Reports in one line why the server cannot start.
  void failed(String reason) {
    switch (log.format()) {
      case LOGFMT -> System.err.println("calotype: " + reason);
      case JSON -> write("error", "start.failed", "msg", reason);
    }
  }

  private void write(String level, String event, String... pairs) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    if (log.node() != null) {
      members.put(LogLine.NODE, log.node());
    }
    members.put("event", event);
    for (int i = 0; i < pairs.length; i += 2) {
      members.put(pairs[i], pairs[i + 1]);
    }
    System.err.print(new LogLine(Instant.now(), level, members, null).json());
  }
}
