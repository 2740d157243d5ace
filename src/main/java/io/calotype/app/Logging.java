package io.calotype.app;

import io.calotype.telemetry.Event;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.LogLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The log, on standard error.
final class Logging {
  private static final Logger OUR_LOGGER = Logger.getLogger(EventLog.NAME);

  /// Says of every connection that ends before its answer that it has; that is no fault of ours.
  private static final Logger CONNECTIONS =
      Logger.getLogger("io.vertx.core.net.impl.VertxConnection");

  /// Warns of every command that a connection to Redis has lost; our own events say what matters.
  private static final Logger REDIS = Logger.getLogger("io.lettuce");

  private Logging() {}

  /// How a line is written.
  enum Format {
    /// `key=value` pairs.
    LOGFMT,
    /// An object.
    JSON
  }

  /// Logs our events, those of every hit too where `debug`, and warnings of all others.
  static void configure(Format format, boolean debug) {
    Logger root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler handler = new ConsoleHandler();
    handler.setFormatter(new Line(format));
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
    CONNECTIONS.setLevel(Level.OFF);
    REDIS.setLevel(Level.OFF);
    OUR_LOGGER.setLevel(debug ? Level.FINE : Level.INFO);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, bug) -> EventLog.error("internal", bug, "thread", thread.getName()));
  }

  /// Logs nothing: what there is to say is said in another way.
  static void quiet() {
    configure(Format.LOGFMT, false);
    OUR_LOGGER.setLevel(Level.OFF);
  }

  /// One record as a line.
  private static final class Line extends Formatter {
    private final Format format;

    Line(Format format) {
      this.format = format;
    }

    @Override
    public String format(LogRecord record) {
      LogLine line = event(record) instanceof Event event ? ours(record, event) : foreign(record);
      return switch (format) {
        case LOGFMT -> line.logfmt();
        case JSON -> line.json();
      };
    }

    private static @Nullable Object event(LogRecord record) {
      Object[] parameters = record.getParameters();
      return parameters == null || parameters.length != 1 ? null : parameters[0];
    }

    private static LogLine ours(LogRecord record, Event event) {
      return line(record, event.members(), event.cause());
    }

    /// A line of a library.
    private LogLine foreign(LogRecord record) {
      SequencedMap<String, Object> members = new LinkedHashMap<>();
      members.put("logger", String.valueOf(record.getLoggerName()));
      members.put("msg", String.valueOf(formatMessage(record)));
      return line(record, members, record.getThrown());
    }

    private static LogLine line(
        LogRecord record, SequencedMap<String, Object> members, @Nullable Throwable thrown) {
      return new LogLine(
          Instant.ofEpochMilli(record.getMillis()), level(record.getLevel()), members, thrown);
    }

    private static String level(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "error";
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return "warn";
      }
      return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }
  }
}
