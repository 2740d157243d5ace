package io.calotype.media;

/// The alphabet of ids and groups: 1 to 128 of `A-Z a-z 0-9 _ -`.
final class Alphabet {
  private static final int MAX_LENGTH = 128;

  private Alphabet() {}

  static boolean accepts(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(Alphabet::allowed);
  }

  static void require(String what, String text) {
    if (!accepts(text)) {
      throw new IllegalArgumentException(what + " is not 1 to 128 of A-Z a-z 0-9 _ -");
    }
  }

  private static boolean allowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || c == '-'
        || c == '_';
  }
}
