package io.calotype.maintenance.verification;

import io.calotype.cache.RunMode;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.RecordScan;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.pace.BackgroundThrottle;
import io.calotype.maintenance.pace.Pacer;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Verifies all media in rounds, the newest first, at a limited rate. Rounds start at least one day
/// apart. After a restart, a round resumes at its last saved position.
///
/// Of several nodes, each verifies its [ScrubShare] of the originals, and all renditions on its own
/// disk.
public final class Scrub {
  private static final Duration ROUND = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Catalog catalog;
  private final Verification verification;
  private final ScrubShare share;
  private final ScrubCursor cursor;
  private final @Nullable Long bytesPerSecond;
  private final VerificationMeters meters;

  /// Creates a scrub.
  ///
  /// @param share the media whose originals this node verifies
  /// @param place the file with the position
  /// @param bytesPerSecond read rate; null disables the scrub
  public Scrub(
      Catalog catalog,
      Verification verification,
      ScrubShare share,
      Path place,
      @Nullable Long bytesPerSecond,
      Telemetry telemetry) {
    this.catalog = catalog;
    this.verification = verification;
    this.share = share;
    this.cursor = new ScrubCursor(place);
    this.bytesPerSecond = bytesPerSecond;
    this.meters = new VerificationMeters(telemetry);
  }

  /// Repeats rounds until `throttle` is closed.
  public void repeat(BackgroundThrottle throttle) {
    while (bytesPerSecond != null && !throttle.closing()) {
      try {
        long begun = System.nanoTime();
        round(throttle.reading(bytesPerSecond));
        throttle.sleep(ROUND.minus(Duration.ofNanos(System.nanoTime() - begun)));
      } catch (RuntimeException failed) {
        pause(throttle, failed);
      }
    }
  }

  private static void pause(BackgroundThrottle throttle, RuntimeException failed) {
    if (throttle.closing()) {
      return;
    }
    if (failed instanceof MediaException putOff) {
      EventLog.warn("scrub.put-off", "reason", putOff.failure().getClass().getSimpleName());
    } else {
      EventLog.error("scrub.failed", failed);
    }
    try {
      throttle.sleep(PAUSE);
    } catch (MediaException closed) {
      EventLog.debug("scrub.ended");
    }
  }

  private void round(Pacer pace) {
    Tally tally = new Tally();
    @Nullable Cursor place = cursor.place();
    RecordScan.each(
        catalog,
        place,
        null,
        media -> {
          verify(media, pace, tally);
          cursor.keep(Cursor.after(media, ListOrder.NEWEST));
        });
    cursor.drop();
    meters.roundCompleted();
    EventLog.info(
        "scrubbed",
        "media",
        tally.media,
        "elsewhere",
        tally.elsewhere,
        "bytes",
        tally.bytes,
        "repaired",
        tally.repaired,
        "damaged",
        tally.damaged,
        "failed",
        tally.failed);
  }

  /// A media that cannot be verified does not end the round; an unavailable store does.
  private void verify(Media media, Pacer pace, Tally tally) {
    boolean whole = share.has(media.id());
    try {
      if (whole) {
        VerificationResult result = verification.verify(media, RunMode.APPLY, pace);
        if (result.originalDamaged()) {
          share.announceDamage(media.id());
        }
        tally.add(result, result.bytes());
      } else {
        VerificationResult result = verification.verifyRenditions(media, RunMode.APPLY, pace);
        tally.add(result, result.renditions().bytes());
      }
    } catch (RuntimeException failed) {
      if (failed instanceof MediaException e) {
        if (e.failure() instanceof Failure.Unavailable) {
          throw failed;
        }
        EventLog.warn("scrub.skipped", "id", media.id(), "reason", e.failure());
      } else {
        EventLog.error("scrub.failed", failed, "id", media.id());
      }
      tally.failed++;
    }
    if (whole) {
      tally.media++;
      meters.verified();
    } else {
      tally.elsewhere++;
    }
  }

  /// Totals of one round: the media of this node's share and of other shares, the bytes read, the
  /// faults, and the media that could not be verified.
  private static final class Tally {
    private long media;
    private long elsewhere;
    private long bytes;
    private long repaired;
    private long damaged;
    private long failed;

    void add(VerificationResult result, long read) {
      bytes += read;
      for (VerificationResult.Fault fault : result.faults()) {
        repaired += fault.repaired() ? fault.count() : 0;
        damaged += fault.repaired() ? 0 : fault.count();
      }
    }
  }
}
