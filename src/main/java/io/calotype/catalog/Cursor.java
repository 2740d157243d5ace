package io.calotype.catalog;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// A place between two records of a list, in the order of creation time, then id.
///
/// @param created the creation time of the record before it
/// @param id the id of that record
public record Cursor(Instant created, MediaId id) {

  /// The place just behind `media`.
  public static Cursor after(Media media) {
    return new Cursor(media.life().created(), media.id());
  }

  /// An opaque text for a URL: base64url of `<milliseconds>:<id>`.
  public String text() {
    byte[] plain = (created.toEpochMilli() + ":" + id).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  /// The cursor that `text` spells; empty where it is none of ours.
  public static Optional<Cursor> parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      int colon = plain.indexOf(':');
      Instant created =
          Instant.ofEpochMilli(Long.parseLong(plain.substring(0, Math.max(0, colon))));
      return MediaId.parse(plain.substring(colon + 1)).map(id -> new Cursor(created, id));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
