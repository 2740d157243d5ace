package io.calotype.maintenance;

import io.calotype.media.Media;
import io.calotype.store.MaintainedStores;
import io.calotype.store.Removal;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Finds records whose original is missing. Only an administrator removes them: an unmounted disk
/// looks the same. Recent and expired records are skipped.
public final class LostRecords {
  private final MaintainedStores stores;
  private final Removal removal;
  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  /// Creates a comparison of the records of `stores` with their originals. `removal` works on the
  /// same stores.
  LostRecords(MaintainedStores stores, Removal removal, Clock clock, Telemetry telemetry) {
    this.stores = stores;
    this.removal = removal;
    this.clock = clock;
    telemetry.gauge("calotype_upkeep_lost_records", last::get);
  }

  /// Finds all of them, and removes them unless `dry`. Blocks while it checks every original.
  FoundFiles find(boolean dry, Runnable rest) {
    FoundFiles found = new FoundFiles();
    Instant now = clock.instant();
    RecordScan.each(
        stores.catalog(),
        null,
        null,
        media -> {
          if (lost(media, now) && (dry || removal.removeLost(media))) {
            found.note(media.id().value(), media.original().bytes());
          }
          rest.run();
        });
    last.set(dry ? found.count() : 0);
    if (found.count() > 0) {
      EventLog.warn(
          "records.lost", "records", found.count(), "removed", !dry, "first", first(found));
    }
    return found;
  }

  private boolean lost(Media media, Instant now) {
    return media.lifetime().created().isBefore(now.minus(Orphans.YOUNG))
        && !media.lifetime().over(now)
        && !stores.originals().has(media);
  }

  private static String first(FoundFiles found) {
    return found.examples().getFirst();
  }
}
