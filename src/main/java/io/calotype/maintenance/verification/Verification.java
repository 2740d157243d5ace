package io.calotype.maintenance.verification;

import io.calotype.cache.RunMode;
import io.calotype.cache.ScanTotals;
import io.calotype.catalog.Catalog;
import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.pace.Pacer;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.OriginalCondition;
import io.calotype.store.RenditionCache;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.MasterRepairer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// Reads every byte of a media. Compares the original and the master with their digests, and
/// renditions with the checksums in their names.
///
/// Data that can be recreated is repaired: a rendition is removed, a master is made from its
/// original. A lost or damaged original is reported and never touched. An upload of the same bytes
/// replaces it.
public final class Verification {
  private final Catalog catalog;
  private final BlobStore blobs;
  private final RenditionCache renditions;
  private final MasterRepairer repairer;
  private final DamagedOriginals damages;
  private final VerificationMeters meters;

  /// Creates a verification of the records of `catalog` in which `repairer` recreates masters.
  public Verification(
      Catalog catalog,
      BlobStore blobs,
      RenditionCache renditions,
      MasterRepairer repairer,
      DamagedOriginals damages,
      Telemetry telemetry) {
    this.catalog = catalog;
    this.blobs = blobs;
    this.renditions = renditions;
    this.repairer = repairer;
    this.damages = damages;
    this.meters = new VerificationMeters(telemetry);
  }

  /// Verifies the media of `ids` that exist. A media that cannot be read does not stop the others.
  ///
  /// Errors: those of `pace`; `Unavailable` of the catalog.
  public VerificationReport verify(List<MediaId> ids, RunMode mode, Pacer pace) {
    List<VerificationResult> results = new ArrayList<>();
    List<MediaId> unread = new ArrayList<>();
    for (MediaId id : ids) {
      pace.open();
      try {
        catalog
            .peek(id)
            .ifPresentOrElse(
                media -> results.add(verify(media, mode, pace)),
                () -> {
                  if (catalog.taken(id)) {
                    unread.add(id); // a record that cannot be parsed
                  }
                });
      } catch (RuntimeException failed) {
        note(id, failed);
        unread.add(id);
      }
    }
    return new VerificationReport(results, unread);
  }

  private static void note(MediaId id, RuntimeException failed) {
    switch (failed) {
      case MediaException e when e.failure() instanceof Failure.Unavailable -> throw e;
      case MediaException e -> EventLog.warn("verify.skipped", "id", id, "reason", e.failure());
      default -> EventLog.error("verify.failed", failed, "id", id);
    }
  }

  /// Verifies `media`, and repairs it if possible, except in a dry run. A media removed meanwhile
  /// has no faults.
  ///
  /// Errors: those of `pace`.
  VerificationResult verify(Media media, RunMode mode, Pacer pace) {
    VerificationResult proved = verifyRenditions(media, mode, pace);
    OriginalCondition original = original(media, pace);
    OriginalCondition master = master(media, pace);
    if (!current(media)) {
      return proved;
    }
    List<VerificationResult.Fault> faults = new ArrayList<>(proved.faults());
    damages.note(media, original);
    if (original != OriginalCondition.WHOLE) {
      faults.add(
          new VerificationResult.Fault(VerificationResult.Part.ORIGINAL, original, 1, false));
    }
    if (master != OriginalCondition.WHOLE) {
      boolean mended = !mode.dryRun() && original == OriginalCondition.WHOLE && mended(media, pace);
      faults.add(new VerificationResult.Fault(VerificationResult.Part.MASTER, master, 1, mended));
    }
    return new VerificationResult(media, proved.renditions(), faults);
  }

  /// Like [#verify(Media, RunMode, Pacer)], for the renditions on the disk of this node only.
  VerificationResult verifyRenditions(Media media, RunMode mode, Pacer pace) {
    ScanTotals proved = renditions.prove(media.id(), mode, bytes -> readFile(bytes, pace));
    return new VerificationResult(
        media, proved, proved.damaged() > 0 ? List.of(renditions(media, proved)) : List.of());
  }

  private OriginalCondition original(Media media, Pacer pace) {
    return checkedTwice(throttle -> blobs.verify(Blob.original(media), throttle), pace);
  }

  private OriginalCondition master(Media media, Pacer pace) {
    return media.master() == null
        ? OriginalCondition.WHOLE
        : checkedTwice(throttle -> blobs.verify(Blob.source(media), throttle), pace);
  }

  /// A file that is not intact is read twice: it may have been replaced during the first reading.
  private OriginalCondition checkedTwice(
      Function<ReadThrottle, OriginalCondition> look, Pacer pace) {
    pace.open();
    OriginalCondition first = look.apply(bytes -> read(bytes, pace));
    return first == OriginalCondition.WHOLE ? first : look.apply(bytes -> read(bytes, pace));
  }

  private void readFile(long bytes, Pacer pace) {
    pace.open();
    read(bytes, pace);
  }

  private void read(long bytes, Pacer pace) {
    meters.read(bytes);
    pace.read(bytes);
  }

  /// Returns whether the files that were read still belong to the record. An application may change
  /// its expiry time in Redis meanwhile.
  private boolean current(Media media) {
    return catalog
        .peek(media.id())
        .filter(now -> now.sameUpload(media) && Objects.equals(now.master(), media.master()))
        .isPresent();
  }

  private VerificationResult.Fault renditions(Media media, ScanTotals proved) {
    long removed = proved.removed();
    if (removed > 0) {
      meters.repaired("rendition", removed);
      EventLog.warn("repaired", "id", media.id(), "what", "renditions", "count", removed);
    }
    boolean all = removed == proved.damaged();
    return new VerificationResult.Fault(
        VerificationResult.Part.RENDITIONS, OriginalCondition.DAMAGED, proved.damaged(), all);
  }

  private boolean mended(Media media, Pacer pace) {
    try {
      boolean mended = repairer.repair(media, bytes -> read(bytes, pace));
      if (mended) {
        meters.repaired("master", 1);
      }
      return mended;
    } catch (MediaException refused) {
      String reason = refused.failure().getClass().getSimpleName();
      EventLog.warn("repair.failed", "id", media.id(), "what", "master", "reason", reason);
      return false;
    }
  }
}
