package io.calotype.media;

import java.security.SecureRandom;

/// Random characters of `a-z2-7` (base32, RFC 4648) that nobody can guess, 5 bits each.
public final class RandomText {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /// Returns that many random characters.
  public static String of(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
