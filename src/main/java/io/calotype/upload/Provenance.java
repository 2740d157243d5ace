package io.calotype.upload;

import io.calotype.media.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The origin of a media, which may be older than its upload.
///
/// @param owner the owner of the media; null where no caller is identified
/// @param created when the picture was made; null is the time of the upload
/// @param field the member of an old record that holds the picture in base64
public record Provenance(@Nullable Owner owner, @Nullable Instant created, String field) {
  /// An upload of `owner` that is made now.
  public static Provenance of(@Nullable Owner owner) {
    return new Provenance(owner, null, LegacyPicture.DATA);
  }

  /// This origin, with `caller` as the owner where it names none.
  public Provenance ownedBy(@Nullable Owner caller) {
    return owner == null ? new Provenance(caller, created, field) : this;
  }

  /// When the media was created, as its record has it: never after `now`, and not before 1970.
  Instant createdBy(Instant now) {
    boolean usable = created != null && created.isAfter(Instant.EPOCH) && created.isBefore(now);
    return created != null && usable ? created : now;
  }
}
