package io.calotype.telemetry;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// Log events: a name and pairs of names and values. Each is the only parameter of its log record,
/// so that whoever writes the log takes no text apart.
public final class EventLog {
  /// The logger of all events.
  public static final String NAME = "io.calotype";

  private static final System.Logger LOG = System.getLogger(NAME);

  private EventLog() {}

  /// Something that happens on every request; off by default.
  public static void debug(String event, Object... pairs) {
    log(Level.DEBUG, event, null, pairs);
  }

  /// Something that an operator may want to count.
  public static void info(String event, Object... pairs) {
    log(Level.INFO, event, null, pairs);
  }

  /// Something that should not happen and that the program has dealt with.
  public static void warn(String event, Object... pairs) {
    log(Level.WARNING, event, null, pairs);
  }

  /// A bug, or a fault that nobody dealt with, with its stack.
  public static void error(String event, Throwable cause, Object... pairs) {
    log(Level.ERROR, event, cause, pairs);
  }

  private static void log(Level level, String name, @Nullable Throwable cause, Object... pairs) {
    if (LOG.isLoggable(level)) {
      LOG.log(level, "{0}", Event.of(name, cause, pairs));
    }
  }
}
