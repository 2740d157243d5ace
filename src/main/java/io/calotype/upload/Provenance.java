package io.calotype.upload;

import io.calotype.media.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The origin of a media, which may be older than its upload.
///
/// @param owner the owner of the media; null if no caller is identified
/// @param created creation time of the picture; null for the time of the upload
/// @param field the member of a legacy record that holds the picture in base64; null for the
///   default
public record Provenance(@Nullable Owner owner, @Nullable Instant created, @Nullable String field) {
  /// Returns the provenance of an upload of `owner` made now.
  public static Provenance of(@Nullable Owner owner) {
    return new Provenance(owner, null, null);
  }

  /// Returns this provenance, with `caller` as the owner if it has none.
  public Provenance ownedBy(@Nullable Owner caller) {
    return owner == null ? new Provenance(caller, created, field) : this;
  }

  /// Returns the creation time for the media's record: never after `now`, and not before 1970.
  public Instant createdBy(Instant now) {
    boolean usable = created != null && created.isAfter(Instant.EPOCH) && created.isBefore(now);
    return created != null && usable ? created : now;
  }
}
