package io.calotype.media;

import java.util.regex.Pattern;

/// Identifies one stored blob under an id: 80 random bits as 16 characters of `a-z2-7` (base32, RFC
/// 4648). Each upload gets a fresh one, so that no two blobs ever share a name.
///
/// @param text the characters
public record Incarnation(String text) {
  private static final int LENGTH = 16;
  private static final Pattern VALID = Pattern.compile("[a-z2-7]{16}");

  public Incarnation {
    if (!VALID.matcher(text).matches()) {
      throw new IllegalArgumentException("an incarnation is 16 characters of a-z2-7");
    }
  }

  /// Returns an incarnation that no blob has.
  public static Incarnation fresh() {
    return new Incarnation(RandomText.of(LENGTH));
  }

  @Override
  public String toString() {
    return text;
  }
}
