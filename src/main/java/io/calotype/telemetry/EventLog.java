package io.calotype.telemetry;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// Writes log events: a name, and pairs of names and values. Each event is the only parameter of
/// its log record, so that a log handler parses no text.
public final class EventLog {
  /// The logger of all events.
  public static final String NAME = "io.calotype";

  private static final System.Logger LOG = System.getLogger(NAME);

  private EventLog() {}

  /// Whether [#debug] logs.
  public static boolean debugs() {
    return LOG.isLoggable(Level.DEBUG);
  }

  /// Logs an event that occurs on every request; off by default.
  public static void debug(String event, Object... pairs) {
    log(Level.DEBUG, event, null, pairs);
  }

  /// Logs an event that an operator may want to count.
  public static void info(String event, Object... pairs) {
    log(Level.INFO, event, null, pairs);
  }

  /// Logs an abnormal event that the program has handled.
  public static void warn(String event, Object... pairs) {
    log(Level.WARNING, event, null, pairs);
  }

  /// Logs a bug, or an unhandled fault, with its stack.
  public static void error(String event, Throwable cause, Object... pairs) {
    log(Level.ERROR, event, cause, pairs);
  }

  private static void log(Level level, String name, @Nullable Throwable cause, Object... pairs) {
    if (LOG.isLoggable(level)) {
      LOG.log(level, "{0}", Event.of(name, cause, pairs));
    }
  }
}
