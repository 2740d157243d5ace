package io.calotype.maintenance;

import io.calotype.cache.RunMode;
import io.calotype.cache.SweepResult;
import io.calotype.cluster.Leases;
import io.calotype.disk.Throttle;
import io.calotype.store.MediaStore;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The periodic maintenance tasks.
public final class MaintenanceTasks {
  /// Time during which a file set aside can be restored.
  private static final Duration ASIDE = Duration.ofDays(7);

  /// Time in which a direct upload can be completed.
  private static final Duration DIRECT = Duration.ofDays(1);

  /// The tasks on data that all nodes share. Every node runs the others on its own disk.
  private static final Set<String> SHARED =
      Set.of("removals", "expired", "orphans", "shared", "lost");

  private final MaintainedStores stores;
  private final Orphans orphans;
  private final LostRecords lost;
  private final Clock clock;
  private final Map<String, Chore> all = new LinkedHashMap<>();

  /// One task.
  @FunctionalInterface
  interface Chore {
    /// Runs the task and returns the totals removed.
    ///
    /// @param pacer pauses after each step
    /// @param skipped collects the items that could not be processed
    SweepResult done(Throttle pacer, SkippedItems skipped);
  }

  /// Creates the tasks for `stores`.
  ///
  /// @param leases of the tasks on shared data by name: each runs on one node at a time
  public MaintenanceTasks(
      MaintainedStores stores,
      CachePurge clearing,
      Maintenance.Schedule schedule,
      Leases leases,
      Clock clock,
      Telemetry telemetry) {
    this.stores = stores;
    this.orphans = new Orphans(stores, clock, telemetry);
    this.lost = new LostRecords(stores, clock, telemetry);
    this.clock = clock;
    all.put("removals", (pacer, skipped) -> completeRemovals(skipped));
    all.put("expired", new Expiry(stores.catalog(), stores.media(), stores.recordClock())::remove);
    all.put("idle", (pacer, skipped) -> clearing.idle(schedule.maxIdle(), RunMode.APPLY, pacer));
    all.put("budget", (pacer, skipped) -> stores.renditions().tidy());
    all.put("orphans", orphans::removeFew);
    if (stores.renditions().shared().shared()) {
      SharedUpkeep shared = new SharedUpkeep(stores);
      all.put("shared", (pacer, skipped) -> shared.limit(pacer));
    }
    all.put("lost", this::look);
    all.put("temporary", (pacer, skipped) -> leftOvers());
    SHARED.forEach(name -> all.computeIfPresent(name, (_, chore) -> leased(name, chore, leases)));
    MaintenanceMeters meters = new MaintenanceMeters(telemetry);
    all.keySet().forEach(name -> meters.removed(name, 0));
  }

  /// The clock of the machine.
  Clock clock() {
    return clock;
  }

  /// Runs `chore` under the lease of its name. Does nothing if another node runs it.
  private static Chore leased(String name, Chore chore, Leases leases) {
    return (pacer, skipped) -> {
      try (Leases.Lease lease = leases.acquire(name).orElse(null)) {
        return lease == null ? SweepResult.NONE : chore.done(pacer, skipped);
      }
    };
  }

  /// Returns all tasks by name, in order of execution.
  Map<String, Chore> all() {
    return all;
  }

  Orphans orphans() {
    return orphans;
  }

  LostRecords lost() {
    return lost;
  }

  Set<String> damagedRecords() {
    return stores.catalog().damaged();
  }

  /// Completes the removals that could not delete every file. Those that still cannot count as
  /// skipped.
  private SweepResult completeRemovals(SkippedItems skipped) {
    MediaStore.Completed done = stores.media().completeRemovals(stores.recordClock().instant());
    skipped.add(done.waiting());
    return new SweepResult(done.complete(), 0);
  }

  /// Only checks; removes nothing.
  private SweepResult look(Throttle pacer, SkippedItems skipped) {
    lost.find(pacer);
    skipped.add(stores.catalog().damaged().size());
    return SweepResult.NONE;
  }

  private SweepResult leftOvers() {
    Instant young = clock.instant().minus(Orphans.YOUNG);
    int files = stores.temporary().staging().removeLeftOvers(young);
    int resumable = stores.temporary().resumable().removeExpired(clock.instant());
    int drafts = stores.renditions().removeDrafts(young);
    stores.guard().require();
    int aside = stores.blobs().deleteSetAside(clock.instant().minus(ASIDE));
    int direct = stores.blobs().removeDirectUploads(clock.instant().minus(DIRECT));
    return new SweepResult(files + resumable + drafts + aside + direct, 0);
  }
}
