package io.calotype.upload;

import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Source;
import io.calotype.media.MediaId;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.rendition.FailureMemory;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;

/// The one job of an upload: proves that a source decodes, and makes what is wanted of it at once.
public final class Ingest {
  private final Intake intake;
  private final ImageEngine engine;
  private final FailureMemory failures;
  private final Telemetry telemetry;

  /// Has what `intake` says made by `engine`.
  public Ingest(Intake intake, ImageEngine engine, FailureMemory failures, Telemetry telemetry) {
    this.intake = intake;
    this.engine = engine;
    this.failures = failures;
    this.telemetry = telemetry;
  }

  /// What `source` shows; its renditions go to `prints`.
  ///
  /// Errors: `TooManyPixels`, and those of [ImageEngine#render] and [FailureMemory#guard].
  Picture decode(MediaId id, Source source, Sha256 digest, Prints prints) {
    try {
      return failures.guard(digest, null, () -> decode(source, prints));
    } catch (MediaException refused) {
      EventLog.warn("failed", "id", id, "reason", refused.failure().getClass().getSimpleName());
      throw refused;
    }
  }

  private Picture decode(Source source, Prints prints) {
    long begun = System.nanoTime();
    Picture picture = engine.render(Priority.BACKGROUND, source, new Pregeneration(intake), prints);
    telemetry.rendered("ingest", Duration.ofNanos(System.nanoTime() - begun));
    return picture;
  }
}
