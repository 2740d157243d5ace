package io.calotype.upkeep;

import io.calotype.cache.Swept;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;

/// Removes what has expired, what nobody uses and what belongs to nobody, every so often, on a
/// thread of its own.
public final class Upkeep implements AutoCloseable {
  private final Expiry expiry;
  private final Clearing clearing;
  private final Orphans orphans;
  private final Schedule schedule;
  private final Telemetry telemetry;
  private final Thread thread;

  /// When there is something to do.
  ///
  /// @param every how long it rests
  /// @param maxIdle how long a rendition may be unused
  public record Schedule(Duration every, Duration maxIdle) {}

  /// Begins to work after its first rest.
  public Upkeep(
      Expiry expiry, Clearing clearing, Orphans orphans, Schedule schedule, Telemetry telemetry) {
    this.expiry = expiry;
    this.clearing = clearing;
    this.orphans = orphans;
    this.schedule = schedule;
    this.telemetry = telemetry;
    this.thread = Thread.ofVirtual().name("upkeep").start(this::repeat);
  }

  private void repeat() {
    try {
      while (true) {
        Thread.sleep(schedule.every());
        run();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Does everything once; what fails does not keep the rest from being done.
  void run() {
    done("expired", expiry::remove);
    done("idle", () -> counted(clearing.clear(new Clearing.Order.Idle(schedule.maxIdle()), false)));
    done("orphans", this::removeOrphans);
  }

  private int removeOrphans() {
    Orphans.Found found = orphans.remove(false);
    return found.originals() + found.leftOvers() + counted(found.renditions());
  }

  private static int counted(Swept swept) {
    return (int) swept.entries();
  }

  private void done(String chore, Chore work) {
    try {
      int removed = work.removed();
      telemetry.tidied(chore, removed);
      EventLog.info("upkeep", "chore", chore, "removed", removed);
    } catch (MediaException putOff) {
      EventLog.warn("upkeep-put-off", "chore", chore, "reason", putOff.failure());
    } catch (RuntimeException failed) {
      EventLog.error("upkeep-failed", failed, "chore", chore);
    }
  }

  /// A piece of work.
  @FunctionalInterface
  private interface Chore {
    int removed();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
