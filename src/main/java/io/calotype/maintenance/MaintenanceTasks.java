package io.calotype.maintenance;

import io.calotype.cache.SweepResult;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What is to be done again and again.
public final class MaintenanceTasks {
  /// For so long what was set aside can be put back.
  private static final Duration ASIDE = Duration.ofDays(7);

  private final MaintainedStores stores;
  private final Orphans orphans;
  private final LostRecords lost;
  private final Clock clock;
  private final Map<String, Chore> all = new LinkedHashMap<>();

  /// A piece of work.
  @FunctionalInterface
  interface Chore {
    /// Does it, and says what it has removed.
    ///
    /// @param rest is run after each step
    /// @param misses takes what could not be treated
    SweepResult done(Runnable rest, SkippedItems misses);
  }

  /// Keeps `stores` in order.
  public MaintenanceTasks(
      MaintainedStores stores,
      Removal removal,
      CachePurge clearing,
      Maintenance.Schedule schedule,
      Clock clock,
      Telemetry telemetry) {
    this.stores = stores;
    this.orphans = new Orphans(stores, clock, telemetry);
    this.lost = new LostRecords(stores, removal, clock, telemetry);
    this.clock = clock;
    all.put("expired", new Expiry(stores.catalog(), removal, clock)::remove);
    all.put("idle", (rest, misses) -> clearing.idle(schedule.maxIdle(), false, rest));
    all.put("budget", (rest, misses) -> stores.renditions().tidy());
    all.put("orphans", orphans::removeFew);
    all.put("lost", this::look);
    all.put("temporary", (rest, misses) -> leftOvers());
    all.keySet().forEach(name -> telemetry.tidied(name, 0));
  }

  /// All chores by their names, in their order.
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

  /// Only looks: nothing is removed.
  private SweepResult look(Runnable rest, SkippedItems misses) {
    lost.find(true, rest);
    misses.add(stores.catalog().damaged().size());
    return SweepResult.NONE;
  }

  private SweepResult leftOvers() {
    Instant young = clock.instant().minus(Orphans.YOUNG);
    int files = stores.staging().removeLeftOvers(young);
    int drafts = stores.renditions().removeDrafts(young);
    return new SweepResult(
        files + drafts + stores.originals().removeSetAside(clock.instant().minus(ASIDE)), 0);
  }
}
