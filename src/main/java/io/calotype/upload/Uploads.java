package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.MediaId;
import io.calotype.originals.StagedFile;
import io.calotype.store.MediaStore;
import io.calotype.store.Uploaded;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Processes uploads: a staged file is identified, proved decodable and stored, with its record and
/// its cached presets.
public final class Uploads {
  private final UploadPolicy intake;
  private final Ingestion admission;
  private final Restorer restorer;
  private final MediaStore mediaStore;
  private final LegacyImport lifting;
  private final Clock clock;

  /// Creates uploads that apply the policy `intake`, ingest with `admission` and store on
  /// `mediaStore`.
  public Uploads(
      UploadPolicy intake,
      Ingestion admission,
      Restorer restorer,
      MediaStore mediaStore,
      LegacyImport lifting,
      Clock clock) {
    this.intake = intake;
    this.admission = admission;
    this.restorer = restorer;
    this.mediaStore = mediaStore;
    this.lifting = lifting;
    this.clock = clock;
  }

  /// Stores `staged` as a media of the owner in `provenance`. Returns once it is durable. Takes
  /// ownership of `staged` in every case.
  ///
  /// Errors: `BadRequest` for an empty file, `MediaExists`, `UnsupportedMedia`, `NotInstalled`,
  /// `AudioOnly`, `TooManyPixels`, `Undecodable`, `Overloaded`, `StorageFull`.
  public Uploaded store(StagedFile staged, UploadOptions options, Provenance provenance) {
    try (staged) {
      requireBytes(staged);
      MediaId id = id(options);
      lifting.settle(id, new LegacyImport.Claim(staged.digest(), labels(options), provenance));
      return mediaStore
          .same(id, staged)
          .map(media -> new Uploaded(restorer.restored(media), false))
          .orElseGet(() -> take(id, staged, options, provenance));
    }
  }

  private static void requireBytes(StagedFile staged) {
    if (staged.bytes() == 0) {
      throw new MediaException(new Failure.BadRequest("the file is empty"));
    }
  }

  private MediaId id(UploadOptions options) {
    return Optional.ofNullable(options.id()).orElseGet(() -> MediaId.newAt(clock.instant()));
  }

  private Uploaded take(
      MediaId id, StagedFile staged, UploadOptions options, Provenance provenance) {
    Lifetime lifetime = life(options, provenance);
    Ingestion.Wish wish = new Ingestion.Wish(id, labels(options), lifetime, provenance.owner());
    return admission.admit(staged, wish, mediaStore::put);
  }

  private Labels labels(UploadOptions options) {
    return new Labels(
        options.group(),
        Optional.ofNullable(options.visibility()).orElse(intake.visibility()),
        options.attributes(),
        options.fileName());
  }

  private Lifetime life(UploadOptions options, Provenance provenance) {
    Instant now = clock.instant();
    return new Lifetime(provenance.createdBy(now), Lifetime.from(now, options.ttl()).expires());
  }
}
