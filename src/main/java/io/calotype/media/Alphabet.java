package io.calotype.media;

/// The alphabet of ids and groups: 1 to 128 of `A-Z a-z 0-9 _ -`.
final class Alphabet {
  private static final int MAX_LENGTH = 128;

  private Alphabet() {}

  static boolean accepts(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!allowed(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_LENGTH;
  }

  static void require(String name, String text) {
    if (!accepts(text)) {
      throw new IllegalArgumentException(name + " is not 1 to 128 of A-Z a-z 0-9 _ -");
    }
  }

  private static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || c == '-'
        || c == '_';
  }
}
