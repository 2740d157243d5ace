package io.calotype.upkeep;

import io.calotype.catalog.Catalog;
import io.calotype.media.Media;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Removes what has expired, every so often, on a thread of its own.
public final class Upkeep implements AutoCloseable {
  private static final int BATCH = 200;

  private final Catalog catalog;
  private final Removal removal;
  private final Clock clock;
  private final Thread thread;

  /// Begins to work after `every`, and again after each `every`.
  public Upkeep(Catalog catalog, Removal removal, Clock clock, Duration every) {
    this.catalog = catalog;
    this.removal = removal;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("upkeep").start(() -> repeat(every));
  }

  /// Removes all media whose life is over and says how many there were.
  public int removeExpired() {
    int removed = 0;
    for (List<Media> over = over(); !over.isEmpty(); over = over()) {
      removed += (int) over.stream().filter(removal::remove).count();
    }
    return removed;
  }

  private List<Media> over() {
    return catalog.expired(clock.instant(), BATCH);
  }

  private void repeat(Duration every) {
    try {
      while (true) {
        Thread.sleep(every);
        run();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      int removed = removeExpired();
      EventLog.info("upkeep", "expired", removed);
    } catch (RuntimeException failed) {
      EventLog.error("upkeep-failed", failed);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
