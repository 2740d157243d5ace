package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Labels;
import io.calotype.media.Life;
import io.calotype.media.MediaId;
import io.calotype.originals.Staged;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Takes a staged file in: sniffed, proved decodable, stored, recorded, its presets in the cache.
public final class Uploads {
  private final Intake intake;
  private final Admission admission;
  private final Restorer restorer;
  private final Shelf shelf;
  private final Lifting lifting;
  private final Clock clock;

  /// Takes in what `intake` accepts and `admission` makes a media of, kept on `shelf`.
  public Uploads(
      Intake intake,
      Admission admission,
      Restorer restorer,
      Shelf shelf,
      Lifting lifting,
      Clock clock) {
    this.intake = intake;
    this.admission = admission;
    this.restorer = restorer;
    this.shelf = shelf;
    this.lifting = lifting;
    this.clock = clock;
  }

  /// Stores `staged` as a media of the owner in `provenance` and answers once it is durable. Owns
  /// `staged` from now on, whatever happens.
  ///
  /// Errors: `BadRequest` for an empty file, `MediaExists`, `UnsupportedMedia`, `NotInstalled`,
  /// `AudioOnly`, `TooManyPixels`, `Undecodable`, `Overloaded`, `StorageFull`.
  public Uploaded store(Staged staged, UploadOptions options, Provenance provenance) {
    try (staged) {
      requireBytes(staged);
      MediaId id = id(options);
      lifting.settle(id, new Lifting.Claim(staged.digest(), labels(options), provenance));
      return shelf
          .same(id, staged)
          .map(media -> new Uploaded(restorer.restored(media), false))
          .orElseGet(() -> take(id, staged, options, provenance));
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

  private Uploaded take(MediaId id, Staged staged, UploadOptions options, Provenance provenance) {
    Life life = life(options, provenance);
    Admission.Wish wish = new Admission.Wish(id, labels(options), life, provenance.owner());
    return admission.admit(staged, wish, shelf::put);
  }

  private Labels labels(UploadOptions options) {
    return new Labels(
        options.group(),
        Optional.ofNullable(options.visibility()).orElse(intake.visibility()),
        options.attributes(),
        options.fileName());
  }

  private Life life(UploadOptions options, Provenance provenance) {
    Instant now = clock.instant();
    return new Life(provenance.createdBy(now), Life.from(now, options.ttl()).expires());
  }
}
