package io.calotype.app;

import io.calotype.app.config.LogConfig;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// The log of the servers in this JVM. Java has one log for all of them: each running server
/// receives every line.
final class JvmLog extends Handler {
  private static final JvmLog ONLY = new JvmLog();

  private final List<Lines> receivers = new CopyOnWriteArrayList<>();
  private final Queue<String> strays = new ConcurrentLinkedQueue<>();

  private JvmLog() {}

  /// The lines since a server has started.
  static final class Lines {
    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    List<String> all() {
      return List.copyOf(all);
    }

    List<String> errors() {
      return List.copyOf(errors);
    }
  }

  /// Begins to collect the lines for a server that is about to start.
  static Lines open(LogConfig config) {
    Logging.configure(config, ONLY);
    Lines lines = new Lines();
    ONLY.receivers.add(lines);
    return lines;
  }

  /// Ends the collection of a server that has stopped.
  static void close(Lines lines) {
    ONLY.receivers.remove(lines);
  }

  /// Removes and returns the errors that were logged while no server was running.
  static List<String> strays() {
    List<String> all = List.copyOf(ONLY.strays);
    ONLY.strays.removeAll(all);
    return all;
  }

  @Override
  public void publish(LogRecord record) {
    String line = getFormatter().format(record).stripTrailing();
    boolean error = record.getLevel().intValue() >= Level.SEVERE.intValue();
    for (Lines lines : receivers) {
      line.lines().forEach(lines.all::add);
      if (error) {
        lines.errors.add(line);
      }
    }
    if (error && receivers.isEmpty()) {
      strays.add(line);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
