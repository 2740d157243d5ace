package io.calotype.cache;

import io.calotype.telemetry.Event;
import io.calotype.telemetry.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The events that are logged while it is open, those for debugging too.
final class Heard extends Handler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventLog.NAME);

  private final List<Event> events = new ArrayList<>();
  private final Level before = LOG.getLevel();

  private Heard() {}

  static Heard listening() {
    Heard heard = new Heard();
    LOG.setLevel(Level.FINE);
    LOG.addHandler(heard);
    return heard;
  }

  /// Those that are called `name`.
  synchronized List<Event> events(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  @Override
  public synchronized void publish(LogRecord line) {
    if (line.getParameters()[0] instanceof Event event) {
      events.add(event);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOG.removeHandler(this);
    LOG.setLevel(before);
  }
}
