package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Source;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Owner;
import io.calotype.originals.StagedFile;
import io.calotype.rendition.Publisher;
import io.calotype.rendition.Rendition;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Makes a media of a staged file: sniffed, proved decodable, kept, its presets in the cache.
public final class Ingestion {
  private final DecodeStep ingest;
  private final Publisher publisher;
  private final Telemetry telemetry;

  /// Has files decoded by `ingest` and their presets published by `publisher`.
  public Ingestion(DecodeStep ingest, Publisher publisher, Telemetry telemetry) {
    this.ingest = ingest;
    this.publisher = publisher;
    this.telemetry = telemetry;
  }

  /// What is to be said of a file.
  record Wish(MediaId id, Labels labels, Lifetime lifetime, @Nullable Owner owner) {}

  /// Makes a media durable.
  @FunctionalInterface
  interface Keeper {
    /// Keeps its record and its files, and makes it seen.
    ///
    /// @param master the file of its master; null where it has none
    Uploaded keep(Media media, Path original, @Nullable Path master);
  }

  /// Makes `staged` what `wish` says, and has it kept by `keeper`. The caller owns `staged`.
  ///
  /// Errors: `UnsupportedMedia`, `CameraRaw`, `NotInstalled`, `AudioOnly`, `TooManyPixels`,
  /// `Undecodable`, `Overloaded`; whatever `keeper` throws.
  Uploaded admit(StagedFile staged, Wish wish, Keeper keeper) {
    long begun = System.nanoTime();
    MediaType type = type(staged);
    PendingRenditions prints = new PendingRenditions();
    Source source = new Source(type, staged.path());
    DecodeStep.Ingested ingested = ingest.decode(wish.id(), source, staged.digest(), prints);
    Masters.Master master = ingested.master();
    try (StagedFile file = master == null ? null : master.file()) {
      Media media =
          new Media(
              wish.id(),
              new Original(type, staged.bytes(), staged.digest()),
              master == null ? null : master.described(),
              ingested.picture(),
              wish.labels(),
              wish.lifetime(),
              wish.owner());
      Uploaded uploaded = keeper.keep(media, staged.path(), file == null ? null : file.path());
      if (uploaded.created()) {
        publish(media, prints);
        telemetry.uploaded(media.original().bytes());
        tell(media, Duration.ofNanos(System.nanoTime() - begun));
      }
      return uploaded;
    }
  }

  private static MediaType type(StagedFile file) {
    if (CameraRaw.is(file)) {
      throw new MediaException(new Failure.CameraRaw());
    }
    return Sniffer.sniff(file)
        .orElseThrow(() -> new MediaException(new Failure.UnsupportedMedia()));
  }

  private void publish(Media media, PendingRenditions prints) {
    prints.forEach(
        (spec, bytes) -> publishQuietly(Rendition.of(media, spec, ImageEngine.VERSION), bytes));
  }

  private static void tell(Media media, Duration took) {
    EventLog.info(
        "stored",
        "id",
        media.id(),
        "type",
        media.original().type().contentType(),
        "bytes",
        media.original().bytes(),
        "size",
        media.picture().size(),
        "ms",
        took.toMillis());
  }

  /// The upload was answered with a promise already kept: a delete that came between is none of
  /// ours.
  private void publishQuietly(Rendition rendition, ByteBuffer bytes) {
    try {
      publisher.publish(rendition, bytes);
    } catch (MediaException deletedMeanwhile) {
      EventLog.debug("unpublished", "id", rendition.media().id());
    }
  }
}
