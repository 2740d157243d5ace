package io.calotype.telemetry;

import java.lang.System.Logger.Level;

/// Log events: one line each, a name and `key=value` pairs (logfmt).
public final class EventLog {
  private static final System.Logger LOG = System.getLogger("io.calotype");

  private EventLog() {}

  /// Something that happens on every request; off by default.
  public static void debug(String event, Object... pairs) {
    if (LOG.isLoggable(Level.DEBUG)) {
      LOG.log(Level.DEBUG, line(event, pairs));
    }
  }

  /// Something that an operator may want to count.
  public static void info(String event, Object... pairs) {
    LOG.log(Level.INFO, line(event, pairs));
  }

  /// Something that should not happen and that the program has dealt with.
  public static void warn(String event, Object... pairs) {
    LOG.log(Level.WARNING, line(event, pairs));
  }

  /// A bug, or a fault that nobody dealt with, with its stack.
  public static void error(String event, Throwable cause, Object... pairs) {
    LOG.log(Level.ERROR, line(event, pairs), cause);
  }

  static String line(String event, Object... pairs) {
    StringBuilder line = new StringBuilder("event=").append(event);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      line.append(' ').append(pairs[i]).append('=').append(quoted(String.valueOf(pairs[i + 1])));
    }
    return line.toString();
  }

  private static String quoted(String value) {
    boolean plain =
        !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && c < 127);
    if (plain) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    value.chars().forEach(c -> append(quoted, (char) c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '"', '\\' -> quoted.append('\\').append(c);
      case '\n' -> quoted.append("\\n");
      default -> quoted.append(c < ' ' ? ' ' : c);
    }
  }
}
