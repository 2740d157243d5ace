package io.calotype.maintenance;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Verifies all media, the newest first, round after round, at a rate; a round begins a day after
/// the one before at the earliest. It goes on where it was when the program ended.
public final class Scrub {
  private static final Duration ROUND = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Catalog catalog;
  private final Verification verification;
  private final ScrubCursor bookmark;
  private final long bytesPerSecond;
  private final Telemetry telemetry;

  /// @param place the file that keeps how far it has come
  /// @param bytesPerSecond how much it reads; 0 is nothing
  public Scrub(
      Catalog catalog,
      Verification verification,
      Path place,
      long bytesPerSecond,
      Telemetry telemetry) {
    this.catalog = catalog;
    this.verification = verification;
    this.bookmark = new ScrubCursor(place);
    this.bytesPerSecond = bytesPerSecond;
    this.telemetry = telemetry;
  }

  /// Goes round and round until `manners` are closed.
  void repeat(BackgroundThrottle manners) {
    while (bytesPerSecond > 0 && !manners.closing()) {
      try {
        long begun = System.nanoTime();
        round(manners.reading(bytesPerSecond));
        manners.sleep(ROUND.minus(Duration.ofNanos(System.nanoTime() - begun)));
      } catch (RuntimeException failed) {
        pause(manners, failed);
      }
    }
  }

  private static void pause(BackgroundThrottle manners, RuntimeException failed) {
    if (manners.closing()) {
      return;
    }
    if (failed instanceof MediaException putOff) {
      EventLog.warn("scrub.put-off", "reason", putOff.failure().getClass().getSimpleName());
    } else {
      EventLog.error("scrub.failed", failed);
    }
    try {
      manners.sleep(PAUSE);
    } catch (MediaException closed) {
      EventLog.debug("scrub.ended");
    }
  }

  private void round(Pacer pace) {
    Tally tally = new Tally();
    @Nullable Cursor place = bookmark.place();
    RecordScan.each(
        catalog,
        place,
        null,
        media -> {
          verify(media, pace, tally);
          telemetry.scrubbedMedia();
          bookmark.keep(Cursor.after(media, ListOrder.NEWEST));
        });
    bookmark.drop();
    telemetry.scrubRound();
    EventLog.info(
        "scrubbed",
        "media",
        tally.media,
        "bytes",
        tally.bytes,
        "repaired",
        tally.repaired,
        "damaged",
        tally.damaged,
        "failed",
        tally.failed);
  }

  /// A media that cannot be verified does not keep the rest from it, as a store that is away does.
  private void verify(Media media, Pacer pace, Tally tally) {
    try {
      tally.add(verification.verify(media, false, pace));
    } catch (RuntimeException failed) {
      if (failed instanceof MediaException e) {
        if (e.failure() instanceof Failure.Unavailable) {
          throw failed;
        }
        EventLog.warn("scrub.skipped", "id", media.id(), "reason", e.failure());
      } else {
        EventLog.error("scrub.failed", failed, "id", media.id());
      }
      tally.fail();
    }
  }

  /// What a round has shown.
  private static final class Tally {
    private long media;
    private long bytes;
    private long repaired;
    private long damaged;
    private long failed;

    void fail() {
      media++;
      failed++;
    }

    void add(VerificationResult verdict) {
      media++;
      bytes += verdict.bytes();
      for (VerificationResult.Fault fault : verdict.faults()) {
        repaired += fault.repaired() ? fault.count() : 0;
        damaged += fault.repaired() ? 0 : fault.count();
      }
    }
  }
}
