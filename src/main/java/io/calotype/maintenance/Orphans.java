package io.calotype.maintenance;

import io.calotype.cache.EntryInfo;
import io.calotype.cache.SweepRequest;
import io.calotype.cache.SweepResult;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.originals.OriginalStore;
import io.calotype.store.MaintainedStores;
import io.calotype.store.SkippedItems;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Finds originals, masters and renditions without a record. Recent files are skipped: their record
/// may still be written.
///
/// A file is deleted under its media's lock, which an upload holds to store it with its record.
public final class Orphans {
  static final Duration YOUNG = Duration.ofHours(1);

  /// This number may be removed regardless of their share.
  private static final long HANDFUL = 10;

  /// Handling of a file without a record.
  private enum Way {
    LOOKED_AT,
    SET_ASIDE,
    DELETED
  }

  private final MaintainedStores stores;
  private final Clock clock;
  private final AtomicLong heldBack = new AtomicLong();

  /// Creates a comparison of all files with the catalog of `stores`.
  Orphans(MaintainedStores stores, Clock clock, Telemetry telemetry) {
    this.stores = stores;
    this.clock = clock;
    telemetry.gauge("calotype_upkeep_orphans_held_back", heldBack::get);
  }

  /// Finds all orphans, and removes them unless `dry`. Blocks while it checks every file.
  Found find(boolean dry, Runnable rest) {
    FoundFiles files = new FoundFiles();
    FoundFiles renditions = new FoundFiles();
    Way way = dry ? Way.LOOKED_AT : Way.DELETED;
    int unreadable = files(way, files, Long.MAX_VALUE, rest).unreadable();
    entries(dry, renditions, rest);
    if (!dry) {
      heldBack.set(0);
    }
    return new Found(files, renditions, unreadable);
  }

  /// The orphans found.
  ///
  /// @param files originals and masters
  /// @param renditions entries of the cache
  /// @param unreadable number of unreadable folders and files, which were skipped
  public record Found(FoundFiles files, FoundFiles renditions, int unreadable) {}

  /// Number of files of originals and masters, without unreadable ones.
  private record Counted(long files, int unreadable) {}

  /// Sets aside originals and masters, and removes renditions. Keeps all if more than [#HANDFUL]
  /// files and more than half of all files are orphans: the catalog is then more likely wrong. The
  /// second pass removes no more files than the first one counted, in case the catalog fails in
  /// between.
  SweepResult removeFew(Runnable rest, SkippedItems skipped) {
    FoundFiles files = new FoundFiles();
    Counted counted = files(Way.LOOKED_AT, files, Long.MAX_VALUE, rest);
    skipped.add(counted.unreadable());
    long all = counted.files();
    boolean many = files.count() > HANDFUL && 2 * files.count() > all;
    heldBack.set(many ? files.count() : 0);
    if (many) {
      EventLog.warn("orphans.held-back", "files", files.count(), "of", all);
      return SweepResult.NONE;
    }
    FoundFiles removed = new FoundFiles();
    if (files.count() > 0) {
      files(Way.SET_ASIDE, removed, files.count(), rest);
    }
    FoundFiles entries = new FoundFiles();
    entries(false, entries, rest);
    return removed.swept().plus(entries.swept());
  }

  /// Collects orphans among originals and masters, up to `max`.
  private Counted files(Way way, FoundFiles found, long max, Runnable rest) {
    AtomicLong all = new AtomicLong();
    int unreadable =
        stores
            .originals()
            .each(
                cutoff(),
                file -> {
                  all.incrementAndGet();
                  if (found.count() < max && unknown(file.id()) && handled(file, way)) {
                    found.note(file.name(), file.bytes());
                  }
                  rest.run();
                });
    return new Counted(all.get(), unreadable);
  }

  /// A file that cannot be moved or deleted does not stop the others.
  private boolean handled(OriginalStore.Stored file, Way way) {
    try {
      return way == Way.LOOKED_AT
          || stores
              .locks()
              .with(file.id(), () -> unknown(file.id()) && logged(file, away(file, way)));
    } catch (MediaException refused) {
      if (!(refused.failure() instanceof Failure.Broken)) {
        throw refused;
      }
      EventLog.warn("orphan.refused", "file", file.name());
      return false;
    }
  }

  private static boolean away(OriginalStore.Stored file, Way way) {
    return switch (way) {
      case LOOKED_AT -> false;
      case SET_ASIDE -> file.setAside();
      case DELETED -> file.delete();
    };
  }

  private static boolean logged(OriginalStore.Stored file, boolean gone) {
    if (gone) {
      EventLog.info("orphan.removed", "file", file.name(), "bytes", file.bytes());
    }
    return gone;
  }

  private void entries(boolean dry, FoundFiles found, Runnable rest) {
    Instant young = cutoff();
    stores
        .renditions()
        .sweep(new SweepRequest(this::foreign, seen -> condemned(seen, young, found), dry, rest));
  }

  private static boolean condemned(EntryInfo seen, Instant young, FoundFiles found) {
    boolean old = seen.used().isBefore(young);
    if (old) {
      found.note(seen.key().toString(), seen.bytes());
    }
    return old;
  }

  private boolean foreign(String owner) {
    return MediaId.parse(owner).map(this::unknown).orElse(true);
  }

  private boolean unknown(MediaId id) {
    return !stores.catalog().taken(id);
  }

  private Instant cutoff() {
    return clock.instant().minus(YOUNG);
  }
}
