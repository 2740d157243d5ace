package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Lifetime;
import io.calotype.media.MediaId;
import io.calotype.originals.StagedFile;
import io.calotype.store.MediaStore;
import io.calotype.store.RecordSlot;
import io.calotype.store.Uploaded;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Processes uploads: a staged file is identified, proved decodable and stored, with its record and
/// its cached presets.
public final class Uploads {
  private final UploadPolicy policy;
  private final Ingestion ingestion;
  private final MasterRepairer repairer;
  private final MediaStore mediaStore;
  private final Clock clock;

  /// Creates uploads that apply the policy `policy`, ingest with `ingestion` and store on
  /// `mediaStore`.
  public Uploads(
      UploadPolicy policy,
      Ingestion ingestion,
      MasterRepairer repairer,
      MediaStore mediaStore,
      Clock clock) {
    this.policy = policy;
    this.ingestion = ingestion;
    this.repairer = repairer;
    this.mediaStore = mediaStore;
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
      return mediaStore
          .existing(id, staged, clock.instant())
          .map(media -> new Uploaded(repairer.repaired(media), false))
          .orElseGet(() -> take(id, staged, options, provenance));
    }
  }

  /// Like [#store], without a look for a media under the id, which was found vacant. A media that
  /// was added since is met when the record is added.
  public Uploaded storeNew(StagedFile staged, UploadOptions options, Provenance provenance) {
    try (staged) {
      requireBytes(staged);
      return take(id(options), staged, options, provenance);
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
    Ingestion.MediaAttributes attributes =
        new Ingestion.MediaAttributes(
            id, options.labels(policy.visibility()), lifetime, provenance.owner());
    return ingestion.admit(staged, attributes, new RecordSlot.Vacant());
  }

  private Lifetime life(UploadOptions options, Provenance provenance) {
    Instant now = clock.instant();
    return new Lifetime(provenance.createdBy(now), Lifetime.from(now, options.ttl()).expires());
  }
}
