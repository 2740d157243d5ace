package io.calotype.media;

/// Describes the uploaded bytes. The bytes themselves are in the original store.
///
/// @param type the type of the bytes
/// @param bytes their number
/// @param digest SHA-256 of all bytes
public record Original(MediaType type, long bytes, Sha256 digest) {
  private static final int VERSION_DIGITS = 12;

  /// A short text for URLs that identifies these bytes: 12 hexadecimal digits of the digest.
  public String version() {
    return digest.hex().substring(0, VERSION_DIGITS);
  }
}
