package io.calotype.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 digest (FIPS 180-4) of an original.
///
/// @param hex 64 lower-case hexadecimal digits
public record Sha256(String hex) {
  private static final int BYTES = 32;

  public Sha256 {
    if (HexFormat.of().parseHex(hex).length != BYTES
        || !hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
      throw new IllegalArgumentException("not a SHA-256 digest");
    }
  }

  /// Returns the digest with these 32 bytes.
  public static Sha256 of(byte[] digest) {
    return new Sha256(HexFormat.of().formatHex(digest));
  }

  /// Computes the digest of `text` in UTF-8.
  public static Sha256 ofText(String text) {
    return of(digester().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Returns a computation of a digest, without any bytes yet.
  public static MessageDigest digester() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
