package io.calotype.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Log lines on standard error: `time=… level=… event=…` (logfmt), stacks indented below theirs.
final class Logging {
  private static final String OURS = "io.calotype";
  private static final Logger OUR_LOGGER = Logger.getLogger(OURS);

  /// Says of every connection that ends before its answer that it has; that is no fault of ours.
  private static final Logger CONNECTIONS =
      Logger.getLogger("io.vertx.core.net.impl.VertxConnection");

  /// Warns of every command that a connection to Redis has lost; our own events say what matters.
  private static final Logger REDIS = Logger.getLogger("io.lettuce");

  private Logging() {}

  /// Logs our events, those of every hit too where `debug`, and warnings of all others.
  static void configure(boolean debug) {
    Logger root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler handler = new ConsoleHandler();
    handler.setFormatter(new Line());
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
    CONNECTIONS.setLevel(Level.OFF);
    REDIS.setLevel(Level.OFF);
    OUR_LOGGER.setLevel(debug ? Level.FINE : Level.INFO);
  }

  /// Logs nothing: what there is to say is said in another way.
  static void quiet() {
    configure(false);
    OUR_LOGGER.setLevel(Level.OFF);
  }

  /// One record as a line.
  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord record) {
      return "time=%s level=%s %s%n%s"
          .formatted(
              Instant.ofEpochMilli(record.getMillis()).truncatedTo(ChronoUnit.MILLIS),
              level(record.getLevel()),
              message(record),
              stack(record.getThrown()));
    }

    private String message(LogRecord record) {
      String message = formatMessage(record);
      return OURS.equals(record.getLoggerName())
          ? message
          : "logger=" + record.getLoggerName() + " msg=\"" + message.replace("\"", "'") + "\"";
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

    private static String stack(@org.jspecify.annotations.Nullable Throwable thrown) {
      if (thrown == null) {
        return "";
      }
      StringWriter stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack));
      return stack.toString().indent(2);
    }
  }
}
