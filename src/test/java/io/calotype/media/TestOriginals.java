package io.calotype.media;

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
}
