package io.calotype.media;

import io.calotype.media.geometry.Dimensions;
import java.util.Locale;

/// Descriptions of stored bytes that are equal if their arguments are.
public final class TestOriginals {
  private TestOriginals() {}

  /// Describes bytes whose incarnation is derived from their digest.
  public static Original of(MediaType type, long bytes, Sha256 digest) {
    String letters =
        digest.hex().toLowerCase(Locale.ROOT).substring(0, 16).replaceAll("[0189]", "a");
    return new Original(type, bytes, digest, new Incarnation(letters));
  }

  /// A picture of one pixel with the id `photo`, without an owner.
  public static Media photo(Labels labels, Lifetime lifetime) {
    return new Media(
        new MediaId("photo"),
        of(MediaType.JPEG, 1, new Sha256("1".repeat(64))),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        labels,
        lifetime,
        null);
  }
}
