package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Source;
import io.calotype.media.Labels;
import io.calotype.media.Life;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Owner;
import io.calotype.originals.Staged;
import io.calotype.rendition.Publisher;
import io.calotype.rendition.Rendition;
import io.calotype.telemetry.EventLog;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes a staged file in: sniffed, proved decodable, stored, recorded, its presets in the cache.
public final class Uploads {
  private final Intake intake;
  private final Ingest ingest;
  private final Shelf shelf;
  private final Restorer restorer;
  private final Publisher publisher;
  private final Clock clock;

  /// Takes in what `intake` accepts, decoded by `ingest`, kept on `shelf`.
  public Uploads(Intake intake, Ingest ingest, Shelf shelf, Publisher publisher, Clock clock) {
    this.intake = intake;
    this.ingest = ingest;
    this.shelf = shelf;
    this.restorer = new Restorer(ingest, shelf);
    this.publisher = publisher;
    this.clock = clock;
  }

  /// Stores `staged` as a media of `owner` and answers once it is durable. Owns `staged` from now
  /// on, whatever happens.
  ///
  /// Errors: `BadRequest` for an empty file, `MediaExists`, `UnsupportedMedia`, `NotInstalled`,
  /// `AudioOnly`, `TooManyPixels`, `Undecodable`, `Overloaded`, `StorageFull`.
  public Uploaded store(Staged staged, UploadOptions options, @Nullable Owner owner) {
    try (staged) {
      requireBytes(staged);
      MediaId id = id(options);
      return shelf
          .same(id, staged)
          .map(media -> new Uploaded(restorer.restored(media), false))
          .orElseGet(() -> take(id, staged, options, owner));
    }
  }

  private static void requireBytes(Staged staged) {
    if (staged.bytes() == 0) {
      throw new MediaException(new Failure.BadRequest("the file is empty"));
    }
  }

  private MediaId id(UploadOptions options) {
    return Optional.ofNullable(options.id()).orElseGet(() -> MediaId.newAt(clock.instant()));
  }

  private Uploaded take(MediaId id, Staged staged, UploadOptions options, @Nullable Owner owner) {
    MediaType type =
        Sniffer.sniff(staged.head())
            .orElseThrow(() -> new MediaException(new Failure.UnsupportedMedia()));
    Prints prints = new Prints();
    Source source = new Source(type, staged.path());
    Ingest.Ingested ingested = ingest.decode(id, source, staged.digest(), prints);
    Masters.Master master = ingested.master();
    try (Staged file = master == null ? null : master.file()) {
      Media media =
          new Media(
              id,
              new Original(type, staged.bytes(), staged.digest()),
              master == null ? null : master.described(),
              ingested.picture(),
              labels(options),
              life(options),
              owner);
      Uploaded uploaded = shelf.put(media, staged.path(), file == null ? null : file.path());
      if (uploaded.created()) {
        publish(media, prints);
      }
      return uploaded;
    }
  }

  private Labels labels(UploadOptions options) {
    return new Labels(
        options.group(),
        Optional.ofNullable(options.visibility()).orElse(intake.visibility()),
        options.attributes());
  }

  private Life life(UploadOptions options) {
    Instant now = clock.instant();
    return Life.from(now, options.ttl());
  }

  private void publish(Media media, Prints prints) {
    prints.forEach(
        (spec, bytes) -> publishQuietly(Rendition.of(media, spec, ImageEngine.VERSION), bytes));
    EventLog.info(
        "stored",
        "id",
        media.id(),
        "type",
        media.original().type().contentType(),
        "bytes",
        media.original().bytes(),
        "size",
        media.picture().size());
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
