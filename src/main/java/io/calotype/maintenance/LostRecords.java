package io.calotype.maintenance;

import io.calotype.media.Media;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Records whose original is not there. Nobody but an admin removes them: a disk that is not
/// mounted looks the same. Young ones, and those whose life is over, are not looked at.
public final class LostRecords {
  private final MaintainedStores stores;
  private final Removal removal;
  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  /// Compares the records of `stores` with their originals; `removal` removes from the same.
  LostRecords(MaintainedStores stores, Removal removal, Clock clock, Telemetry telemetry) {
    this.stores = stores;
    this.removal = removal;
    this.clock = clock;
    telemetry.gauge("calotype_upkeep_lost_records", last::get);
  }

  /// Finds all of them, and removes them unless it is `dry`. Blocks for as long as it takes to look
  /// for every original.
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
