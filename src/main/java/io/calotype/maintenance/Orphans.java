package io.calotype.maintenance;

import io.calotype.cache.EntryInfo;
import io.calotype.cache.RunMode;
import io.calotype.cache.SweepRequest;
import io.calotype.cache.SweepResult;
import io.calotype.disk.Throttle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.originals.BlobStore;
import io.calotype.store.MediaStore;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Finds originals, masters and renditions without a record. Recent files are skipped: their record
/// may still be written.
///
/// A left-over beside the blobs that a record names is an orphan too.
public final class Orphans {
  static final Duration YOUNG = Duration.ofHours(1);

  private final MaintainedStores stores;
  private final SharedUpkeep shared;
  private final Clock clock;
  private final AtomicLong heldBack = new AtomicLong();

  /// Creates a comparison of all files with the catalog of `stores`.
  Orphans(MaintainedStores stores, Clock clock, Telemetry telemetry) {
    this.stores = stores;
    this.shared = new SharedUpkeep(stores);
    this.clock = clock;
    new MaintenanceMeters(telemetry).observeHeldBackOrphans(heldBack::get);
  }

  /// Finds all orphans and keeps them. Blocks while it checks every file.
  Found find(Throttle pacer) {
    FoundFiles blobs = new FoundFiles();
    int unreadable = blobs(null, blobs, Long.MAX_VALUE, pacer).unreadable();
    return new Found(blobs, renditions(RunMode.DRY_RUN, pacer), unreadable, 0);
  }

  /// Finds and deletes all orphans. Keeps originals and masters if they are [HoldBack#many] of all,
  /// unless that is confirmed. Blocks while it checks every file.
  Found remove(HoldBack.Confirmation confirmation, Throttle pacer) {
    FoundFiles counted = new FoundFiles();
    Counted all = blobs(null, counted, Long.MAX_VALUE, pacer);
    if (confirmation == HoldBack.Confirmation.NONE && heldBack(counted.count(), all.blobs())) {
      return new Found(
          counted, renditions(RunMode.APPLY, pacer), all.unreadable(), counted.count());
    }
    FoundFiles blobs = new FoundFiles();
    blobs(MediaStore.Disposal.DELETED, blobs, Long.MAX_VALUE, pacer);
    heldBack.set(0);
    return new Found(blobs, renditions(RunMode.APPLY, pacer), all.unreadable(), 0);
  }

  /// The orphans found.
  ///
  /// @param blobs originals and masters
  /// @param renditions entries of the cache, and renditions that all nodes share
  /// @param unreadable number of unreadable folders and files, which were skipped
  /// @param heldBack number of originals and masters that were to be deleted and were kept
  public record Found(FoundFiles blobs, FoundFiles renditions, int unreadable, long heldBack) {}

  /// Number of originals and masters, without unreadable ones.
  private record Counted(long blobs, int unreadable) {}

  /// Sets aside originals and masters, and removes renditions. Keeps all if there are
  /// [HoldBack#many]. The second pass removes no more blobs than the first one counted, in case the
  /// catalog fails in between.
  SweepResult removeFew(Throttle pacer, SkippedItems skipped) {
    FoundFiles blobs = new FoundFiles();
    Counted counted = blobs(null, blobs, Long.MAX_VALUE, pacer);
    skipped.add(counted.unreadable());
    if (heldBack(blobs.count(), counted.blobs())) {
      return SweepResult.NONE;
    }
    FoundFiles removed = new FoundFiles();
    if (blobs.count() > 0) {
      blobs(MediaStore.Disposal.SET_ASIDE, removed, blobs.count(), pacer);
    }
    return removed.swept().plus(renditions(RunMode.APPLY, pacer).swept());
  }

  private boolean heldBack(long found, long all) {
    boolean many = HoldBack.many(found, all);
    heldBack.set(many ? found : 0);
    if (many) {
      EventLog.warn("orphans.held-back", "files", found, "of", all);
    }
    return many;
  }

  /// Collects orphans among originals and masters, up to `max`.
  ///
  /// @param disposal null keeps them
  private Counted blobs(
      MediaStore.@Nullable Disposal disposal, FoundFiles found, long max, Throttle pacer) {
    AtomicLong all = new AtomicLong();
    int unreadable =
        stores
            .blobs()
            .each(
                clock.instant().minus(stores.blobs().settling()),
                blob -> {
                  all.incrementAndGet();
                  if (found.count() < max
                      && !stores.media().named(blob.key())
                      && (disposal == null || disposed(blob, disposal))) {
                    found.note(blob.name(), blob.bytes());
                  }
                  pacer.pause();
                });
    return new Counted(all.get(), unreadable);
  }

  /// A blob that cannot be moved or deleted does not stop the others.
  private boolean disposed(BlobStore.StoredBlob blob, MediaStore.Disposal disposal) {
    stores.guard().require();
    try {
      return logged(blob, stores.media().dispose(blob, disposal));
    } catch (MediaException refused) {
      if (!(refused.failure() instanceof Failure.Broken)) {
        throw refused;
      }
      EventLog.warn("orphan.refused", "file", blob.name());
      return false;
    }
  }

  private static boolean logged(BlobStore.StoredBlob file, boolean gone) {
    if (gone) {
      EventLog.info("orphan.removed", "file", file.name(), "bytes", file.bytes());
    }
    return gone;
  }

  /// Finds the renditions of media without a record, and removes or only counts them.
  private FoundFiles renditions(RunMode mode, Throttle pacer) {
    FoundFiles found = new FoundFiles();
    Instant young = cutoff();
    stores
        .renditions()
        .sweep(new SweepRequest(this::foreign, seen -> condemned(seen, young, found), mode, pacer));
    shared.orphans(mode, found, pacer);
    return found;
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
