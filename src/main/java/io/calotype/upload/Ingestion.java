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
import io.calotype.store.Publisher;
import io.calotype.store.Rendition;
import io.calotype.store.Uploaded;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Turns a staged file into a media: detects its type, proves that it decodes, stores it and caches
/// its presets.
public final class Ingestion {
  private final DecodeStep ingest;
  private final Publisher publisher;
  private final Telemetry telemetry;

  /// Creates an ingestion that decodes with `ingest` and publishes presets with `publisher`.
  public Ingestion(DecodeStep ingest, Publisher publisher, Telemetry telemetry) {
    this.ingest = ingest;
    this.publisher = publisher;
    this.telemetry = telemetry;
  }

  /// Metadata requested for a file.
  record Wish(MediaId id, Labels labels, Lifetime lifetime, @Nullable Owner owner) {}

  /// Stores a media durably.
  @FunctionalInterface
  interface Keeper {
    /// Stores the record and the files, and makes the media visible.
    ///
    /// @param master the file of its master; null if it has none
    Uploaded keep(Media media, Path original, @Nullable Path master);
  }

  /// Turns `staged` into a media with the metadata of `wish`, stored by `keeper`. The caller owns
  /// `staged`.
  ///
  /// Errors: `UnsupportedMedia`, `CameraRaw`, `NotInstalled`, `AudioOnly`, `TooManyPixels`,
  /// `Undecodable`, `Overloaded`; any exception of `keeper`.
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

  /// The media is already stored, so the upload has succeeded. A concurrent delete is not an error
  /// of it.
  private void publishQuietly(Rendition rendition, ByteBuffer bytes) {
    try {
      publisher.publish(rendition, bytes);
    } catch (MediaException deletedMeanwhile) {
      EventLog.debug("unpublished", "id", rendition.media().id());
    }
  }
}
