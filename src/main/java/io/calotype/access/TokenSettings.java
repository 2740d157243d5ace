package io.calotype.access;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/// Which tokens are believed (JWT, RFC 7519). None are where both `secret` and `keys` are null.
///
/// @param secret the key of HS256, at least 32 bytes; null where it is not believed
/// @param keys a JWKS (RFC 7517) for RS256 and ES256, as an `https:`, `http:` or `file:` URL; null
///   where they are not believed
/// @param issuer what `iss` must be; null is anything
/// @param audience what `aud` must have among it; null is anything
public record TokenSettings(
    @Nullable String secret,
    @Nullable URI keys,
    @Nullable String issuer,
    @Nullable String audience) {

  private static final int MIN_SECRET_BYTES = 32;

  /// A secret for HS256, which must have as many bits as its digest (RFC 7518 section 3.2).
  ///
  /// Errors: an [IllegalArgumentException] that says what is right.
  public static String secret(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException("a secret of at least " + MIN_SECRET_BYTES + " bytes");
    }
    return text;
  }

  /// Where the keys of a JWKS are: a URL, or a file, which must have keys.
  ///
  /// Errors: an [IllegalArgumentException] that says what is right.
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

  /// Whether any token is believed.
  public boolean enabled() {
    return secret != null || keys != null;
  }
}
