package io.calotype.upkeep;

import io.calotype.cache.Proved;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.originals.Condition;
import io.calotype.originals.Damages;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// Reads every byte of a media and compares: the original and the master with their digests, the
/// renditions with the checksums in their names.
///
/// What can be made again is repaired: a rendition is removed, a master is made from its original.
/// A lost or damaged original is told of and never touched; the same bytes, uploaded again, take
/// its place.
public final class Verification {
  private final Stores stores;
  private final Mender mender;
  private final Damages damages;
  private final Telemetry telemetry;

  /// Reads what is in `stores`; masters are made again by `mender`.
  public Verification(Stores stores, Mender mender, Damages damages, Telemetry telemetry) {
    this.stores = stores;
    this.mender = mender;
    this.damages = damages;
    this.telemetry = telemetry;
  }

  /// Verifies those media of `ids` that exist. One that cannot be read does not keep the rest from
  /// it.
  ///
  /// Errors: those of `pace`; `Unavailable` of the catalog.
  Verified verify(List<MediaId> ids, boolean dry, Pace pace) {
    List<Verdict> verdicts = new ArrayList<>();
    List<MediaId> unread = new ArrayList<>();
    for (MediaId id : ids) {
      pace.open();
      try {
        stores
            .catalog()
            .peek(id)
            .ifPresentOrElse(
                media -> verdicts.add(verify(media, dry, pace)),
                () -> {
                  if (stores.catalog().taken(id)) {
                    unread.add(id); // a record that cannot be parsed
                  }
                });
      } catch (RuntimeException failed) {
        note(id, failed);
        unread.add(id);
      }
    }
    return new Verified(verdicts, unread);
  }

  private static void note(MediaId id, RuntimeException failed) {
    switch (failed) {
      case MediaException e when e.failure() instanceof Failure.Unavailable -> throw e;
      case MediaException e -> EventLog.warn("verify.skipped", "id", id, "reason", e.failure());
      default -> EventLog.error("verify.failed", failed, "id", id);
    }
  }

  /// Verifies `media`, and repairs what can be repaired unless it is `dry`. A media that is removed
  /// meanwhile has nothing wrong.
  ///
  /// Errors: those of `pace`.
  Verdict verify(Media media, boolean dry, Pace pace) {
    Proved proved = stores.renditions().prove(media.id(), dry, bytes -> readFile(bytes, pace));
    Condition original = original(media, pace);
    Condition master = master(media, pace);
    List<Verdict.Fault> faults = new ArrayList<>();
    if (proved.damaged() > 0) {
      faults.add(renditions(media, proved));
    }
    if (!stands(media)) {
      return new Verdict(media, proved, faults);
    }
    damages.note(media, original);
    if (original != Condition.WHOLE) {
      faults.add(new Verdict.Fault(Verdict.Part.ORIGINAL, original, 1, false));
    }
    if (master != Condition.WHOLE) {
      boolean mended = !dry && original == Condition.WHOLE && mended(media, pace);
      faults.add(new Verdict.Fault(Verdict.Part.MASTER, master, 1, mended));
    }
    return new Verdict(media, proved, faults);
  }

  private Condition original(Media media, Pace pace) {
    return looked(read -> stores.originals().condition(media, read), pace);
  }

  private Condition master(Media media, Pace pace) {
    return media.master() == null
        ? Condition.WHOLE
        : looked(read -> stores.originals().sourceCondition(media, read), pace);
  }

  /// What is not whole is looked at twice: it may have been replaced in the middle of the reading.
  private Condition looked(Function<LongConsumer, Condition> look, Pace pace) {
    pace.open();
    Condition first = look.apply(bytes -> read(bytes, pace));
    return first == Condition.WHOLE ? first : look.apply(bytes -> read(bytes, pace));
  }

  private void readFile(long bytes, Pace pace) {
    pace.open();
    read(bytes, pace);
  }

  private void read(long bytes, Pace pace) {
    telemetry.scrubbed(bytes);
    pace.read(bytes);
  }

  /// Whether the files that were read are still those of the record. An application may change the
  /// end of its life in Redis meanwhile.
  private boolean stands(Media media) {
    return stores
        .catalog()
        .peek(media.id())
        .filter(now -> now.sameUpload(media) && Objects.equals(now.master(), media.master()))
        .isPresent();
  }

  private Verdict.Fault renditions(Media media, Proved proved) {
    long removed = proved.removed();
    if (removed > 0) {
      telemetry.repaired("rendition", removed);
      EventLog.warn("repaired", "id", media.id(), "what", "renditions", "count", removed);
    }
    boolean all = removed == proved.damaged();
    return new Verdict.Fault(Verdict.Part.RENDITIONS, Condition.DAMAGED, proved.damaged(), all);
  }

  private boolean mended(Media media, Pace pace) {
    try {
      boolean mended = mender.mend(media, bytes -> read(bytes, pace));
      if (mended) {
        telemetry.repaired("master", 1);
      }
      return mended;
    } catch (MediaException refused) {
      String reason = refused.failure().getClass().getSimpleName();
      EventLog.warn("repair.failed", "id", media.id(), "what", "master", "reason", reason);
      return false;
    }
  }
}
