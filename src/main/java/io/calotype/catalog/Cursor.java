package io.calotype.catalog;

import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// A position in a list of records ordered by creation time, then id.
///
/// @param created the creation time of the record before this position
/// @param id the id of that record
/// @param order the order of the list
public record Cursor(Instant created, MediaId id, ListOrder order) {
  private static final String OLDEST = "oldest:";

  /// The position directly after `media`.
  public static Cursor after(Media media, ListOrder order) {
    return new Cursor(media.lifetime().created(), media.id(), order);
  }

  /// Returns whether `media` comes after this position.
  public boolean isBefore(Media media) {
    int byTime = created.compareTo(media.lifetime().created());
    int compared = byTime == 0 ? id.compareTo(media.id()) : byTime;
    return order == ListOrder.OLDEST ? compared < 0 : compared > 0;
  }

  /// Encodes the cursor as opaque text for a URL: base64url of `<milliseconds>:<id>`, or of
  /// `oldest:<milliseconds>:<id>`.
  public String text() {
    String prefix = order == ListOrder.OLDEST ? OLDEST : "";
    byte[] plain = (prefix + created.toEpochMilli() + ":" + id).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  /// Decodes `text`. Empty if [#text] cannot have produced it.
  public static Optional<Cursor> parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      return plain.startsWith(OLDEST)
          ? parse(plain.substring(OLDEST.length()), ListOrder.OLDEST)
          : parse(plain, ListOrder.NEWEST);
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Cursor> parse(String plain, ListOrder order) {
    int colon = plain.indexOf(':');
    long millis = Long.parseLong(plain.substring(0, Math.max(0, colon)));
    return MediaId.parse(plain.substring(colon + 1))
        .map(id -> new Cursor(Instant.ofEpochMilli(millis), id, order));
  }
}
