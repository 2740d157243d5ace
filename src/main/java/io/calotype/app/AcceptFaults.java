package io.calotype.app;

import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// Replaces Netty's warnings about connections that it cannot accept, for example without a free
/// file descriptor. Each warning has a stack. This filter logs one event a minute.
final class AcceptFaults implements Filter {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - PAUSE.toNanos());

  @Override
  public boolean isLoggable(LogRecord record) {
    Throwable thrown = record.getThrown();
    boolean accepting = thrown != null && String.valueOf(thrown.getMessage()).startsWith("accept(");
    if (accepting) {
      log(String.valueOf(thrown.getMessage()));
    }
    return !accepting;
  }

  private void log(String cause) {
    long last = loggedAt.get();
    long now = System.nanoTime();
    if (now - last >= PAUSE.toNanos() && loggedAt.compareAndSet(last, now)) {
      EventLog.warn("connections.not-accepted", "cause", cause);
    }
  }
}
