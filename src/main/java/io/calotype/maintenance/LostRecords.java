package io.calotype.maintenance;

import io.calotype.cache.RunMode;
import io.calotype.catalog.RecordScan;
import io.calotype.disk.Throttle;
import io.calotype.media.Media;
import io.calotype.originals.Blob;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Finds records whose original is missing. Only an administrator removes them: an unmounted disk
/// looks the same. Recent and expired records are skipped.
public final class LostRecords {
  private final MaintainedStores stores;
  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  /// Creates a comparison of the records of `stores` with their originals.
  LostRecords(MaintainedStores stores, Clock clock, Telemetry telemetry) {
    this.stores = stores;
    this.clock = clock;
    new MaintenanceMeters(telemetry).observeLostRecords(last::get);
  }

  /// Finds all of them and keeps them. Blocks while it checks every original.
  Found find(Throttle pacer) {
    return find(RunMode.DRY_RUN, pacer);
  }

  /// Finds and removes all of them. Keeps them if they are [HoldBack#many] of all records, unless
  /// that is confirmed.
  Found remove(HoldBack.Confirmation confirmation, Throttle pacer) {
    if (confirmation == HoldBack.Confirmation.NONE) {
      Found found = find(RunMode.DRY_RUN, pacer);
      if (HoldBack.many(found.lost.count(), found.records)) {
        return found.kept();
      }
    }
    return find(RunMode.APPLY, pacer);
  }

  /// The records without an original.
  ///
  /// @param lost the records found; removed unless they are held back
  /// @param records the number of all records
  /// @param heldBack the number of records that were to be removed and were kept
  public record Found(FoundFiles lost, long records, long heldBack) {
    Found(FoundFiles lost, long records) {
      this(lost, records, 0);
    }

    private Found kept() {
      EventLog.warn("records.held-back", "records", lost.count(), "of", records);
      return new Found(lost, records, lost.count());
    }
  }

  private Found find(RunMode mode, Throttle pacer) {
    FoundFiles found = new FoundFiles();
    AtomicLong all = new AtomicLong();
    Instant now = clock.instant();
    RecordScan.each(
        stores.catalog(),
        null,
        null,
        media -> {
          all.incrementAndGet();
          if (lost(media, now) && (mode.dryRun() || removed(media))) {
            found.note(media.id().value(), media.original().bytes());
          }
          pacer.pause();
        });
    last.set(mode.dryRun() ? found.count() : 0);
    if (found.count() > 0) {
      EventLog.warn(
          "records.lost",
          "records",
          found.count(),
          "removed",
          !mode.dryRun(),
          "first",
          first(found));
    }
    return new Found(found, all.get());
  }

  private boolean removed(Media media) {
    stores.guard().require();
    return stores.media().removeLost(media);
  }

  private boolean lost(Media media, Instant now) {
    return media.lifetime().created().isBefore(now.minus(Orphans.YOUNG))
        && !media.lifetime().over(now)
        && !stores.blobs().has(Blob.original(media).key());
  }

  private static String first(FoundFiles found) {
    return found.examples().getFirst();
  }
}
