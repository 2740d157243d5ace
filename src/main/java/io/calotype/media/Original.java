package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// Describes stored bytes: an original as uploaded, or a master. The bytes themselves are in the
/// blob store.
///
/// @param type the type of the bytes
/// @param bytes their number
/// @param digest SHA-256 of all bytes
/// @param incarnation identifies the stored copy; null if it was stored before incarnations existed
public record Original(
    MediaType type, long bytes, Sha256 digest, @Nullable Incarnation incarnation) {
  private static final int VERSION_DIGITS = 12;

  /// Describes bytes that are about to be stored.
  public static Original fresh(MediaType type, long bytes, Sha256 digest) {
    return new Original(type, bytes, digest, Incarnation.fresh());
  }

  /// Describes another copy of the same bytes, which is about to be stored.
  public Original again() {
    return fresh(type, bytes, digest);
  }

  /// A short text for URLs that identifies these bytes: 12 hexadecimal digits of the digest.
  public String version() {
    return digest.hex().substring(0, VERSION_DIGITS);
  }
}
