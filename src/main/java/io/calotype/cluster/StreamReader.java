package io.calotype.cluster;

import io.calotype.failure.MediaException;
import io.calotype.telemetry.EventLog;
import java.time.Duration;

/// Reads a stream of entries on a thread of its own. After each failure it pauses, and finds its
/// place again.
public final class StreamReader implements AutoCloseable {
  private final String unread;
  private final String refused;
  private final Duration pause;
  private final Entries entries;
  private final Thread thread;
  private String said = ""; // the last logged reason; reader thread only

  /// The entries of a stream, from the place of the reader on.
  @FunctionalInterface
  public interface Entries {
    /// Waits for entries, and takes them. Returns whether the place is still certain.
    ///
    /// @param certain false at first, after a failure, and after a result of false: entries may
    ///   have been missed
    boolean read(boolean certain);
  }

  /// Creates a reader, to be started.
  ///
  /// @param name of the thread; `<name>.refused` is logged for a failure that is no
  ///   [MediaException]
  /// @param unread the event that is logged for a [MediaException]
  /// @param pause after a failure
  public StreamReader(String name, String unread, Duration pause, Entries entries) {
    this.unread = unread;
    this.refused = name + ".refused";
    this.pause = pause;
    this.entries = entries;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::read);
  }

  /// Starts the thread. Must be called once.
  public void start() {
    thread.start();
  }

  private void read() {
    boolean certain = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        certain = entries.read(certain);
      } catch (MediaException away) {
        certain = false;
        EventLog.debug(unread, "cause", away);
        pause();
      } catch (RuntimeException failed) { // for example by a permission; the reader goes on
        certain = false;
        warnOnce(failed);
        pause();
      }
    }
  }

  private void warnOnce(RuntimeException failed) {
    String reason = failed.toString();
    if (!reason.equals(said)) {
      EventLog.warn(refused, "cause", failed);
      said = reason;
    }
  }

  private void pause() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Interrupts the thread, which then ends.
  @Override
  public void close() {
    thread.interrupt();
  }
}
