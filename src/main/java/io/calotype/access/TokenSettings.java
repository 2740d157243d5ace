package io.calotype.access;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/// The settings that decide which tokens (JWT, RFC 7519) are accepted. No token is accepted if both
/// `secret` and `keys` are null.
///
/// @param secret the key of HS256, at least 32 bytes; null disables HS256
/// @param keys a JWKS (RFC 7517) for RS256 and ES256, as an `https:`, `http:` or `file:` URL; null
///   disables both
/// @param issuer the required value of `iss`; null accepts any
/// @param audience the required member of `aud`; null accepts any
public record TokenSettings(
    @Nullable String secret,
    @Nullable URI keys,
    @Nullable String issuer,
    @Nullable String audience) {

  private static final int MIN_SECRET_BYTES = 32;

  /// Validates a secret for HS256, which needs at least as many bits as the digest (RFC 7518
  /// section 3.2).
  ///
  /// Errors: an [IllegalArgumentException] that describes the expected form.
  public static String secret(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException("a secret of at least " + MIN_SECRET_BYTES + " bytes");
    }
    return text;
  }

  /// Parses the location of a JWKS: a URL, or a file with at least one key.
  ///
  /// Errors: an [IllegalArgumentException] that describes the expected form.
  public static URI keysAt(String text) {
    if (text.matches("(?i)https?://.+")) {
      return URI.create(text);
    }
    File file = new File(text);
    try {
      if (JWKSet.load(file).isEmpty()) {
        throw new IllegalArgumentException("a JWKS with keys in it");
      }
      return file.toURI();
    } catch (IOException | ParseException e) {
      throw new IllegalArgumentException("a URL, or a file that is a JWKS", e);
    }
  }

  /// Whether any token is accepted.
  public boolean enabled() {
    return secret != null || keys != null;
  }
}
