package io.calotype.maintenance;

import io.calotype.cache.RunMode;
import io.calotype.cache.SweepResult;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.pace.BackgroundThrottle;
import io.calotype.maintenance.pace.Pacer;
import io.calotype.maintenance.verification.Scrub;
import io.calotype.maintenance.verification.Verification;
import io.calotype.maintenance.verification.VerificationReport;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the maintenance tasks periodically and verifies all media continuously, on threads of its
/// own. An administrator may also start tasks at once.
public final class Maintenance implements AutoCloseable {
  private final MaintenanceTasks tasks;
  private final Verification verification;
  private final Scrub scrub;
  private final Duration every;
  private final BackgroundThrottle throttle;
  private final MaintenanceMeters meters;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Round last;

  /// Times and rates of maintenance.
  ///
  /// @param every pause between two runs
  /// @param maxIdle how long a rendition may stay unused
  /// @param scrubRate bytes read per second to verify media; null disables the scrub
  public record Schedule(Duration every, Duration maxIdle, @Nullable Long scrubRate) {}

  /// Creates idle maintenance; [#begin] starts it.
  public Maintenance(
      MaintenanceTasks tasks,
      Verification verification,
      Scrub scrub,
      Duration every,
      BackgroundThrottle throttle,
      Telemetry telemetry) {
    this.tasks = tasks;
    this.verification = verification;
    this.scrub = scrub;
    this.every = every;
    this.throttle = throttle;
    this.meters = new MaintenanceMeters(telemetry);
  }

  /// Starts verification, and the periodic tasks after the first pause.
  public Maintenance begin() {
    threads.add(Thread.ofPlatform().daemon().name("upkeep").start(this::repeat));
    threads.add(Thread.ofPlatform().daemon().name("scrub").start(() -> scrub.repeat(throttle)));
    return this;
  }

  private void repeat() {
    try {
      while (!throttle.closing()) {
        throttle.sleep(every);
        run(throttle.polite());
      }
    } catch (MediaException closed) {
      EventLog.debug("upkeep.ended");
    }
  }

  /// Result of one task.
  ///
  /// @param chore its name
  /// @param removed the totals removed
  /// @param failed number of media or folders skipped
  /// @param failure the name of the failure that ended it; null on success
  /// @param took its duration
  public record Done(
      String chore, SweepResult removed, long failed, @Nullable String failure, Duration took) {}

  /// The results of all tasks of one round.
  ///
  /// @param ended the time of its end
  public record Round(Instant ended, List<Done> chores) {}

  /// The last complete round since the start; null before the first.
  public @Nullable Round last() {
    return last;
  }

  /// Runs all tasks at full speed, after any tasks in progress. Blocks until they are done.
  public List<Done> now() {
    return throttle.hurried(() -> run(throttle.brisk()));
  }

  /// Finds files without a record and records without a file, after any tasks in progress. Blocks
  /// until every file was checked.
  public Strays findStrays() {
    return throttle.hurried(() ->
        serialized(() ->
            new Strays(
                tasks.orphans().find(throttle.brisk()), tasks.lost().find(throttle.brisk()))));
  }

  /// Like [#findStrays], and removes them.
  ///
  /// @param confirmation of a removal of more than half of all
  public Strays removeStrays(HoldBack.Confirmation confirmation) {
    return throttle.hurried(() ->
        serialized(() ->
            new Strays(
                tasks.orphans().remove(confirmation, throttle.brisk()),
                tasks.lost().remove(confirmation, throttle.brisk()))));
  }

  /// Files without a record, and records without a file.
  public record Strays(Orphans.Found orphans, LostRecords.Found lost) {}

  /// Returns the ids of unreadable records that the last scans over all records have found.
  public List<String> damagedRecords() {
    return List.copyOf(tasks.damagedRecords());
  }

  /// Verifies the media of `ids` that exist.
  public VerificationReport verify(List<MediaId> ids, RunMode mode) {
    return verification.verify(ids, mode, throttle.brisk());
  }

  /// A failed task does not prevent the others.
  private List<Done> run(Pacer pace) {
    return serialized(() -> {
      List<Done> chores =
          tasks.all().entrySet().stream()
              .map(chore -> done(chore.getKey(), chore.getValue(), pace))
              .toList();
      last = new Round(tasks.clock().instant(), chores);
      return chores;
    });
  }

  private <T> T serialized(Supplier<T> work) {
    turn.lock();
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  private Done done(String name, MaintenanceTasks.Chore chore, Pacer pace) {
    long begun = System.nanoTime();
    SweepResult removed = SweepResult.NONE;
    SkippedItems skipped = new SkippedItems(name);
    String failure = null;
    try {
      removed = chore.done(pace, skipped);
      meters.removed(name, removed.entries());
    } catch (MediaException putOff) {
      failure = putOff.failure().getClass().getSimpleName();
      EventLog.warn("upkeep.put-off", "chore", name, "reason", failure);
    } catch (RuntimeException failed) {
      failure = "internal";
      EventLog.error("upkeep.failed", failed, "chore", name);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    meters.skipped(name, skipped.count());
    if (failure == null) {
      logDone(name, removed, skipped, took);
    }
    return new Done(name, removed, skipped.count(), failure, took);
  }

  private static void logDone(
      String name, SweepResult removed, SkippedItems skipped, Duration took) {
    EventLog.info(
        "upkeep",
        "chore",
        name,
        "removed",
        removed.entries(),
        "bytes",
        removed.bytes(),
        "failed",
        skipped.count(),
        "ms",
        took.toMillis());
  }

  /// Waits at most 5 seconds per thread. Work in progress ends at its next step once the throttle
  /// is closed.
  @Override
  public void close() {
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
