package io.calotype.maintenance;

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
  Found find(Runnable rest) {
    return find(false, rest);
  }

  /// Finds and removes all of them. Keeps them if they are [HoldBack#many] of all records, unless
  /// `many` confirms it.
  Found remove(boolean many, Runnable rest) {
    Found found = many ? new Found(new FoundFiles(), 0) : find(false, rest);
    return HoldBack.many(found.lost.count(), found.records) ? found.kept() : find(true, rest);
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

  private Found find(boolean remove, Runnable rest) {
    FoundFiles found = new FoundFiles();
    AtomicLong all = new AtomicLong();
    Instant now = clock.instant();
    RecordScan.each(
        stores.catalog(),
        null,
        null,
        media -> {
          all.incrementAndGet();
          if (lost(media, now) && (!remove || stores.media().removeLost(media))) {
            found.note(media.id().value(), media.original().bytes());
          }
          rest.run();
        });
    last.set(remove ? 0 : found.count());
    if (found.count() > 0) {
      EventLog.warn(
          "records.lost", "records", found.count(), "removed", remove, "first", first(found));
    }
    return new Found(found, all.get());
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
