package io.calotype.upload;

import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Priority;
import io.calotype.imaging.RenderMeters;
import io.calotype.imaging.Source;
import io.calotype.imaging.Urgency;
import io.calotype.media.Facts;
import io.calotype.media.MediaId;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.SourceWork;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decodes an upload in one job: makes a master if needed, proves that it decodes, and renders the
/// pregenerated renditions.
public final class DecodeStep {
  private final UploadPolicy intake;
  private final ImageEngine engine;
  private final Masters masters;
  private final FailureBackoff failures;
  private final RenderMeters meters;

  /// Creates a step that applies the policy `intake`, renders with `engine`, and makes masters for
  /// originals that the engine cannot read.
  public DecodeStep(
      UploadPolicy intake,
      ImageEngine engine,
      Masters masters,
      FailureBackoff failures,
      Telemetry telemetry) {
    this.intake = intake;
    this.engine = engine;
    this.masters = masters;
    this.failures = failures;
    this.meters = new RenderMeters(telemetry);
  }

  /// Result of decoding an upload.
  ///
  /// @param picture facts of the picture
  /// @param master the source of renditions; null if that is the upload itself
  public record Ingested(Picture picture, Masters.@Nullable Master master) {}

  /// Decodes `source` and passes its renditions to `pending`.
  ///
  /// Errors: `TooManyPixels`, and those of [Masters#of], [ImageEngine#render] and
  /// [FailureBackoff#guard].
  Ingested decode(MediaId id, Source source, Sha256 digest, PendingRenditions pending) {
    return logged(id, () -> failures.guard(work(source, digest), () -> decode(source, pending)));
  }

  /// Decodes the stored original `source` again, and makes no renditions. Makes a master if needed.
  ///
  /// Errors: those of [#decode].
  public Ingested decodeStored(MediaId id, Source source, Sha256 digest) {
    return decode(id, source, digest, new PendingRenditions());
  }

  /// Decodes the stored original `source` again, whose master is `master`. Makes no renditions.
  ///
  /// Errors: those of [#decode].
  public Picture decodeStored(MediaId id, Source source, Source master, Sha256 digest) {
    return logged(
        id,
        () ->
            failures.guard(
                work(source, digest),
                () -> {
                  Picture picture = rendered(master, new PendingRenditions());
                  Facts facts =
                      masters.facts(source, picture.facts(), intake.maxPixels(), upload());
                  return new Picture(
                      picture.size(), picture.opaque(), facts, picture.placeholder());
                }));
  }

  /// Makes a master of `source` to replace a lost or damaged one.
  ///
  /// Errors: those of [#decode].
  Masters.Master master(MediaId id, Source source, Sha256 digest, Priority priority) {
    Urgency urgency = Urgency.of(priority);
    return logged(
        id,
        () ->
            failures.guard(
                work(source, digest), () -> masters.again(source, intake.maxPixels(), urgency)));
  }

  private SourceWork work(Source source, Sha256 digest) {
    return SourceWork.upload(digest, masters.maker(source));
  }

  private static <T> T logged(MediaId id, Supplier<T> work) {
    long begun = System.nanoTime();
    try {
      return work.get();
    } catch (MediaException refused) {
      String reason = refused.failure().getClass().getSimpleName();
      long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      EventLog.warn("failed", "id", id, "reason", reason, "ms", took);
      throw refused;
    }
  }

  private Ingested decode(Source source, PendingRenditions pending) {
    long begun = System.nanoTime();
    Masters.Master master = masters.of(source, intake.maxPixels(), upload()).orElse(null);
    try {
      Picture picture = master == null ? rendered(source, pending) : rendered(master, pending);
      meters.rendered("ingest", Duration.ofNanos(System.nanoTime() - begun));
      return new Ingested(picture, master);
    } catch (RuntimeException failed) {
      if (master != null) {
        master.file().close();
      }
      throw failed;
    }
  }

  private Picture rendered(Masters.Master master, PendingRenditions pending) {
    Picture picture = rendered(new Source(master.type(), master.file().path()), pending);
    Facts facts = master.facts(picture.facts());
    return new Picture(picture.size(), picture.opaque(), facts, picture.placeholder());
  }

  private static Urgency upload() {
    return Urgency.of(Priority.UPLOAD);
  }

  private Picture rendered(Source source, PendingRenditions pending) {
    return engine.render(upload(), source, new Pregeneration(intake, source.type()), pending);
  }
}
