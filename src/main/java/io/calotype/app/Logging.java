package io.calotype.app;

import io.calotype.app.config.LogConfig;
import io.calotype.telemetry.Event;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.LogLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Configures the log, on standard error.
public final class Logging {
  private static final Logger OUR_LOGGER = Logger.getLogger(EventLog.NAME);

  /// A logger of Vert.x. It reports every connection that closes before its response is complete.
  /// Turned off, because that is not an error of the server.
  private static final Logger CONNECTIONS =
      Logger.getLogger("io.vertx.core.net.impl.VertxConnection");

  /// Netty logs every exception that reaches the end of a pipeline, with its stack.
  private static final Logger PIPELINES =
      Logger.getLogger("io.netty.channel.DefaultChannelPipeline");

  /// The logger of Lettuce. It warns for every command that a connection to Redis has lost. Turned
  /// off, because the server's own events report the failures that matter.
  private static final Logger REDIS = Logger.getLogger("io.lettuce");

  /// The loggers of the SDK of S3 and of its HTTP client. Turned off for the same reason.
  private static final List<Logger> OBJECTS =
      List.of(Logger.getLogger("software.amazon.awssdk"), Logger.getLogger("org.apache.hc"));

  private Logging() {}

  /// Logs the server's own events as `config` states, and warnings of libraries.
  public static void configure(LogConfig config) {
    configure(config, new ConsoleHandler());
  }

  /// The same, to `handler` instead of standard error.
  static void configure(LogConfig config, Handler handler) {
    Logger root = Logger.getLogger("");
    for (Handler before : root.getHandlers()) {
      root.removeHandler(before);
    }
    handler.setFormatter(new Line(config.format(), config.node()));
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
    CONNECTIONS.setLevel(Level.OFF);
    REDIS.setLevel(Level.OFF);
    OBJECTS.forEach(logger -> logger.setLevel(Level.OFF));
    PIPELINES.setFilter(new AcceptFaults());
    OUR_LOGGER.setLevel(
        switch (config.detail()) {
          case DEBUG -> Level.FINE;
          case INFO -> Level.INFO;
        });
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, bug) -> EventLog.error("internal", bug, "thread", thread.getName()));
  }

  /// Turns off the server's own events, for commands that report their result on standard output.
  public static void quiet() {
    configure(new LogConfig(LogConfig.Format.LOGFMT, LogConfig.Detail.INFO, null));
    OUR_LOGGER.setLevel(Level.OFF);
  }

  /// Formats a log record as one line.
  private static final class Line extends Formatter {
    private final LogConfig.Format format;
    private final @Nullable String node;

    Line(LogConfig.Format format, @Nullable String node) {
      this.format = format;
      this.node = node;
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

    private LogLine ours(LogRecord record, Event event) {
      return line(record, event.members(), event.cause());
    }

    /// The line of a record that a library logged.
    private LogLine foreign(LogRecord record) {
      SequencedMap<String, Object> members = new LinkedHashMap<>();
      members.put("logger", String.valueOf(record.getLoggerName()));
      members.put("msg", String.valueOf(formatMessage(record)));
      return line(record, members, record.getThrown());
    }

    private LogLine line(
        LogRecord record, SequencedMap<String, Object> members, @Nullable Throwable thrown) {
      if (node != null) {
        members.putFirst(LogLine.NODE, node);
      }
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
