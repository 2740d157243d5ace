package io.calotype.maintenance;

import io.calotype.cache.SweepResult;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Has the chores done every so often, and all media verified all the time, on threads of its own;
/// and at once where an admin says so.
public final class Maintenance implements AutoCloseable {
  private final MaintenanceTasks chores;
  private final Verification verification;
  private final Scrub scrub;
  private final Duration every;
  private final BackgroundThrottle manners;
  private final Telemetry telemetry;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<Thread> threads = new ArrayList<>();

  /// When there is something to do.
  ///
  /// @param every how long it rests
  /// @param maxIdle how long a rendition may be unused
  /// @param scrubRate how many bytes a second are read to verify media; 0 verifies none
  public record Schedule(Duration every, Duration maxIdle, long scrubRate) {}

  /// Does nothing before [#begin].
  public Maintenance(
      MaintenanceTasks chores,
      Verification verification,
      Scrub scrub,
      Duration every,
      BackgroundThrottle manners,
      Telemetry telemetry) {
    this.chores = chores;
    this.verification = verification;
    this.scrub = scrub;
    this.every = every;
    this.manners = manners;
    this.telemetry = telemetry;
  }

  /// Begins to verify, and with the chores after the first rest.
  public Maintenance begin() {
    threads.add(Thread.ofPlatform().daemon().name("upkeep").start(this::repeat));
    threads.add(Thread.ofPlatform().daemon().name("scrub").start(() -> scrub.repeat(manners)));
    return this;
  }

  private void repeat() {
    try {
      while (!manners.closing()) {
        manners.sleep(every);
        run(manners.polite());
      }
    } catch (MediaException closed) {
      EventLog.debug("upkeep.ended");
    }
  }

  /// What has become of a chore.
  ///
  /// @param chore its name
  /// @param removed what it has removed
  /// @param failed how many media or folders it had to pass over
  /// @param failure why it was not done, in a word; null where it was
  /// @param took how long it took
  public record Done(
      String chore, SweepResult removed, long failed, @Nullable String failure, Duration took) {}

  /// Does all chores now, as fast as may be, after those that are under way. Blocks until they are
  /// done.
  public List<Done> now() {
    return manners.hurried(() -> run(manners.brisk()));
  }

  /// Finds what belongs to no record, and removes it unless it is `dry`, after the chores that are
  /// under way. Blocks as [Orphans] does.
  public Orphans.Found orphans(boolean dry) {
    return manners.hurried(() -> inTurn(() -> chores.orphans().find(dry, manners.brisk())));
  }

  /// Finds the records without an original, and removes them unless it is `dry`, in turn as well.
  public FoundFiles lost(boolean dry) {
    return manners.hurried(() -> inTurn(() -> chores.lost().find(dry, manners.brisk())));
  }

  /// The ids of records that cannot be read, as far as a walk over all records has met them.
  public List<String> damagedRecords() {
    return List.copyOf(chores.damagedRecords());
  }

  /// Verifies those media of `ids` that exist.
  public VerificationReport verify(List<MediaId> ids, boolean dry) {
    return verification.verify(ids, dry, manners.brisk());
  }

  /// What fails does not keep the rest from being done.
  private List<Done> run(Pacer pace) {
    return inTurn(() ->
        chores.all().entrySet().stream()
            .map(chore -> done(chore.getKey(), chore.getValue(), pace))
            .toList());
  }

  private <T> T inTurn(Supplier<T> work) {
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
    SkippedItems misses = new SkippedItems(name);
    String failure = null;
    try {
      removed = chore.done(pace, misses);
      telemetry.tidied(name, removed.entries());
    } catch (MediaException putOff) {
      failure = putOff.failure().getClass().getSimpleName();
      EventLog.warn("upkeep.put-off", "chore", name, "reason", failure);
    } catch (RuntimeException failed) {
      failure = "internal";
      EventLog.error("upkeep.failed", failed, "chore", name);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    telemetry.missed(name, misses.count());
    if (failure == null) {
      told(name, removed, misses, took);
    }
    return new Done(name, removed, misses.count(), failure, took);
  }

  private static void told(String name, SweepResult removed, SkippedItems misses, Duration took) {
    EventLog.info(
        "upkeep",
        "chore",
        name,
        "removed",
        removed.entries(),
        "bytes",
        removed.bytes(),
        "failed",
        misses.count(),
        "ms",
        took.toMillis());
  }

  /// Waits a moment for what is under way, which ends at its next step once its manners are closed.
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
