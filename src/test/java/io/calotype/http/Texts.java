package io.calotype.http;

import java.util.Random;

/// Random texts that look like header values.
final class Texts {
  private Texts() {}

  /// Up to 24 characters of `alphabet`, and now and then of anything.
  static String random(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(25); left > 0; left--) {
      boolean known = random.nextInt(20) > 0;
      text.append(
          known
              ? alphabet.charAt(random.nextInt(alphabet.length()))
              : (char) random.nextInt(Character.MAX_VALUE));
    }
    return text.toString();
  }
}
