package io.calotype.media;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/// Identifies one stored blob under an id: 80 random bits as 16 characters of `a-z2-7` (base32, RFC
/// 4648). Each upload gets a fresh one, so that no two blobs ever share a name.
///
/// @param text the characters
public record Incarnation(String text) {
  private static final int LENGTH = 16;
  private static final int BITS = 5;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern VALID = Pattern.compile("[a-z2-7]{16}");
  private static final SecureRandom RANDOM = new SecureRandom();

  public Incarnation {
    if (!VALID.matcher(text).matches()) {
      throw new IllegalArgumentException("an incarnation is 16 characters of a-z2-7");
    }
  }

  /// Returns an incarnation that no blob has.
  public static Incarnation fresh() {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(1 << BITS)));
    }
    return new Incarnation(text.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
