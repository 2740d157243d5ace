package io.calotype.http;

/// A list of entity tags as a condition carries it (RFC 9110 section 13.1): `*`, or tags with
/// commas between them. What is malformed matches nothing.
final class EntityTags {
  private static final String ANY = "*";
  private static final String WEAK = "W/";

  private EntityTags() {}

  /// Whether `list` has `etag`, where a weak tag is as good as a strong one (section 8.8.3.2).
  static boolean weaklyMatch(String list, String etag) {
    return matches(list, etag, true);
  }

  /// Whether `list` has `etag` as a strong tag.
  static boolean stronglyMatch(String list, String etag) {
    return matches(list, etag, false);
  }

  private static boolean matches(String list, String etag, boolean weakToo) {
    if (list.equals(etag) || list.strip().equals(ANY)) {
      return true;
    }
    for (int at = next(list, 0); at < list.length(); ) {
      boolean weak = list.startsWith(WEAK, at);
      int open = weak ? at + WEAK.length() : at;
      int close = closing(list, open);
      if (close < 0) {
        return false;
      }
      if ((!weak || weakToo)
          && list.regionMatches(open, etag, 0, etag.length())
          && close == open + etag.length() - 1) {
        return true;
      }
      at = next(list, close + 1);
    }
    return false;
  }

  /// Where the quote that opens at `open` closes; -1 where there is none.
  private static int closing(String list, int open) {
    return open < list.length() && list.charAt(open) == '"' ? list.indexOf('"', open + 1) : -1;
  }

  private static int next(String list, int from) {
    int at = from;
    while (at < list.length() && ", \t".indexOf(list.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
