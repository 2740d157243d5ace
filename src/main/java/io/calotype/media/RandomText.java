package io.calotype.media;

import java.security.SecureRandom;
import java.util.Base64;

/// Random characters that nobody can guess.
public final class RandomText {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /// Returns that many random characters of `a-z2-7` (base32, RFC 4648), 5 bits each.
  public static String of(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /// Returns a secret of 256 bits: 43 characters of base64url.
  public static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
