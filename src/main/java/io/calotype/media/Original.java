package io.calotype.media;

/// The uploaded bytes, described; the bytes themselves are in the original store.
///
/// @param type what the bytes are
/// @param bytes how many there are
/// @param digest of all of them
public record Original(MediaType type, long bytes, Sha256 digest) {
  private static final int VERSION_DIGITS = 12;

  /// A short text for URLs that tells these bytes from any others: 12 hexadecimal digits of the
  /// digest.
  public String version() {
    return digest.hex().substring(0, VERSION_DIGITS);
  }
}
