package io.calotype.legacy;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.LegacyRecord;
import io.calotype.catalog.LegacyRecords;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.originals.StagedFile;
import io.calotype.originals.Staging;
import io.calotype.rendition.SingleFlight;
import io.calotype.store.RecordSlot;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.Ingestion;
import io.calotype.upload.Provenance;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.UploadPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds media by id and imports legacy records on first access. A legacy record is written by
/// another program and holds a picture. The picture is stored as the original of a media; the
/// record keeps its other members (ADR-0015).
///
/// Concurrent requests for one record import it once. A picture that cannot become a media stays in
/// its record.
public final class LegacyImport {
  private static final int TRIES = 3;
  private static final Duration CHANGING = Duration.ofSeconds(1);

  private final Catalog catalog;
  private final Source source;
  private final Ingestion ingestion;
  private final ImportMeters meters;
  private final Clock clock;
  private final SingleFlight<MediaId, Optional<Media>> flights =
      new SingleFlight<>(UnaryOperator.identity());

  /// The source of legacy pictures.
  ///
  /// @param records the records of other programs
  /// @param staging the folder for their pictures
  /// @param limits maximum length of a picture
  /// @param policy the other conditions for a picture
  public record Source(
      LegacyRecords records, Staging staging, UploadLimits limits, UploadPolicy policy) {}

  /// Creates an import that looks up media in `catalog` and stores imported ones by `ingestion`.
  public LegacyImport(
      Catalog catalog, Source source, Ingestion ingestion, Telemetry telemetry, Clock clock) {
    this.catalog = catalog;
    this.source = source;
    this.ingestion = ingestion;
    this.meters = new ImportMeters(telemetry);
    this.clock = clock;
  }

  /// Returns whether there is a legacy record under `id`, which [#importRecord] may import. A text
  /// there may also be the record of an upload that was faster. Blocks.
  public boolean exists(MediaId id) {
    return source.records.find(id).isPresent() && catalog.find(id).isEmpty();
  }

  /// Imports the legacy record under `id`, unless that was done meanwhile, and returns the media.
  /// Empty if the record holds no picture or is gone. Blocks.
  ///
  /// Errors: those of [Catalog]; `Undecodable`, `TooManyPixels`, `Overloaded` and `StorageFull` for
  /// a record that holds a picture.
  public Optional<Media> importRecord(MediaId id) {
    return flights.share(id, () -> imported(id, null));
  }

  /// Repeats the look-ups for an absent id, so that both take the same time.
  ///
  /// @param inMemory whether the record was in memory, so that the catalog's store was not queried
  public void findNothing(MediaId id, boolean inMemory) {
    if (inMemory) {
      var _ = catalog.peek(id);
    }
    var _ = source.records.find(id);
  }

  /// Returns whether the id of an upload is known to have neither a legacy record nor a media. An
  /// id that the client does not choose is a new one.
  ///
  /// Errors: those of [Catalog].
  boolean vacant(UploadOptions options) {
    MediaId id = options.id();
    return id == null || source.records.vacant(id);
  }

  /// Imports the legacy record under the id of an upload, if there is one, so that the upload meets
  /// a media. An empty file imports nothing: it is refused.
  ///
  /// Errors: `MediaExists` for a damaged record; `Overloaded`, `StorageFull`; those of [Catalog].
  void settle(StagedFile staged, UploadOptions options, Provenance provenance) {
    MediaId id = options.id();
    if (id != null && staged.bytes() > 0) {
      Labels labels = options.labels(source.policy.visibility());
      settle(id, new Claim(staged.digest(), labels, provenance));
    }
  }

  /// The upload's metadata for a media that may still be a legacy record.
  ///
  /// @param digest SHA-256 of its bytes
  private record Claim(Sha256 digest, Labels labels, Provenance provenance) {}

  /// The uploader of the same bytes becomes the owner of the media, and its labels win, because the
  /// record names no owner.
  private void settle(MediaId id, Claim claim) {
    try {
      if (catalog.find(id).isEmpty() && exists(id)) {
        var _ = flights.share(id, () -> imported(id, claim));
      }
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.RecordDamaged) {
        throw new MediaException(new Failure.MediaExists(id), e);
      }
      if (!(e.failure() instanceof Failure.Unacceptable)) {
        throw e;
      }
    }
  }

  private Optional<Media> imported(MediaId id, @Nullable Claim claim) {
    for (int tried = 0; tried < TRIES; tried++) {
      Optional<LegacyRecord> old = source.records.find(id);
      Optional<Media> faster = catalog.find(id);
      if (old.isEmpty() || faster.isPresent()) {
        return faster;
      }
      try {
        return imported(id, old.get(), claim);
      } catch (ChangedException changed) {
        EventLog.info("lift.again", "id", id);
      }
    }
    throw new MediaException(new Failure.Overloaded(CHANGING));
  }

  private Optional<Media> imported(MediaId id, LegacyRecord old, @Nullable Claim claim) {
    long begun = System.nanoTime();
    try (Staging.Writer file = source.staging.writer(source.limits)) {
      String field = claim == null ? null : claim.provenance.field();
      Optional<LegacyPicture> picture =
          read(old, file, Objects.requireNonNullElse(field, LegacyPicture.DATA));
      if (picture.isEmpty()) {
        return Optional.empty();
      }
      Media media = taken(id, old, picture.get(), file.finish(), claim);
      meters.imported();
      EventLog.info(
          "lifted", "id", id, "ms", Duration.ofNanos(System.nanoTime() - begun).toMillis());
      return Optional.of(media);
    } catch (MediaException refused) {
      throw refused.failure() instanceof Failure.Unacceptable wrong
          ? broken(id, wrong, refused)
          : refused;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Optional<LegacyPicture> read(LegacyRecord old, OutputStream file, String field)
      throws IOException {
    try (InputStream text = old.text()) {
      return LegacyPicture.read(text, file, field);
    }
  }

  private Media taken(
      MediaId id,
      LegacyRecord old,
      LegacyPicture picture,
      StagedFile staged,
      @Nullable Claim claim) {
    try (staged) {
      boolean claimed = claim != null && claim.digest.equals(staged.digest());
      return ingestion
          .admit(
              staged,
              attributes(id, old, picture, claimed ? claim : null),
              new RecordSlot.Legacy(old, picture.rest()))
          .media();
    } catch (MediaException e) {
      throw e.failure() instanceof Failure.MediaExists ? new ChangedException() : e;
    }
  }

  private Ingestion.MediaAttributes attributes(
      MediaId id, LegacyRecord old, LegacyPicture picture, @Nullable Claim claim) {
    Provenance own = new Provenance(null, picture.created(), null);
    Lifetime lifetime = new Lifetime(own.createdBy(clock.instant()), old.expires());
    if (claim == null) {
      Labels labels = new Labels(null, source.policy.visibility(), picture.attributes(), null);
      return new Ingestion.MediaAttributes(id, labels, lifetime, null);
    }
    Map<String, String> attributes = new TreeMap<>(picture.attributes());
    attributes.putAll(claim.labels.attributes());
    Labels labels =
        new Labels(
            claim.labels.group(), claim.labels.visibility(), attributes, claim.labels.fileName());
    return new Ingestion.MediaAttributes(id, labels, lifetime, claim.provenance.owner());
  }

  /// A fault of the picture is a fault of the record that holds it.
  private MediaException broken(MediaId id, Failure.Unacceptable wrong, MediaException cause) {
    meters.failed();
    EventLog.warn("lift.failed", "id", id, "reason", wrong.getClass().getSimpleName());
    return switch (wrong) {
      case Failure.TooManyPixels _, Failure.StillUndecodable _ -> cause;
      default -> new MediaException(new Failure.Undecodable(), cause);
    };
  }

  /// The record has changed since it was read.
  private static final class ChangedException extends RuntimeException {
    ChangedException() {
      super(null, null, false, false);
    }
  }
}
