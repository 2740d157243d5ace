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
import io.calotype.store.BlobFiles;
import io.calotype.store.MediaStore;
import io.calotype.store.RecordSlot;
import io.calotype.store.Rendition;
import io.calotype.store.SharedRenditions;
import io.calotype.store.Uploaded;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.filetype.CameraRaw;
import io.calotype.upload.filetype.Sniffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a staged file into a media: detects its type, proves that it decodes, stores it and caches
/// its presets.
public final class Ingestion {
  private final DecodeStep decodeStep;
  private final MediaStore store;
  private final SharedRenditions shared;
  private final UploadMeters meters;

  /// Creates an ingestion that decodes with `decodeStep`, stores in `store`, and writes presets for
  /// other nodes to `shared`.
  public Ingestion(
      DecodeStep decodeStep, MediaStore store, SharedRenditions shared, Telemetry telemetry) {
    this.shared = shared;
    this.decodeStep = decodeStep;
    this.store = store;
    this.meters = new UploadMeters(telemetry);
  }

  /// The attributes of a media that its uploader chooses.
  public record MediaAttributes(
      MediaId id, Labels labels, Lifetime lifetime, @Nullable Owner owner) {}

  /// Turns `staged` into a media with `attributes`, and stores it in `slot`. The caller owns
  /// `staged`.
  ///
  /// Errors: `UnsupportedMedia`, `CameraRaw`, `NotInstalled`, `AudioOnly`, `TooManyPixels`,
  /// `Undecodable`, `Overloaded`; those of [MediaStore#put].
  public Uploaded admit(StagedFile staged, MediaAttributes attributes, RecordSlot slot) {
    long begun = System.nanoTime();
    MediaType type = type(staged);
    PendingRenditions pending = new PendingRenditions();
    Source source = new Source(type, staged.path());
    DecodeStep.Ingested ingested =
        decodeStep.decode(attributes.id(), source, staged.digest(), pending);
    Masters.Master master = ingested.master();
    try (StagedFile file = master == null ? null : master.file()) {
      Media media =
          new Media(
              attributes.id(),
              Original.fresh(type, staged.bytes(), staged.digest()),
              master == null ? null : master.described(),
              ingested.picture(),
              attributes.labels(),
              attributes.lifetime(),
              attributes.owner());
      BlobFiles files = new BlobFiles(staged.path(), file == null ? null : file.path());
      Uploaded uploaded = store.put(media, files, slot);
      if (uploaded.created()) {
        publish(media, pending);
        meters.stored(media.original().bytes());
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

  private void publish(Media media, PendingRenditions pending) {
    Map<Rendition, ByteBuffer> published = new LinkedHashMap<>();
    pending.forEach((spec, bytes) -> {
      Rendition rendition = Rendition.of(media, spec, ImageEngine.VERSION);
      if (published(rendition, bytes)) {
        published.put(rendition, bytes);
      }
    });
    shared.writeAll(published);
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
  private boolean published(Rendition rendition, ByteBuffer bytes) {
    try {
      store.cache(rendition, bytes);
      return true;
    } catch (MediaException deletedMeanwhile) {
      EventLog.debug("unpublished", "id", rendition.media().id());
      return false;
    }
  }
}
