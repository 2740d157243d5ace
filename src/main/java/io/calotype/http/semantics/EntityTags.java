package io.calotype.http.semantics;

/// A list of entity tags in `If-Match` or `If-None-Match`: `"a", W/"b"`, or `*` alone (RFC 9110
/// sections 8.8.3, 13.1.1 and 13.1.2).
///
/// A malformed member matches nothing and ends at the next comma. No method allocates memory.
public final class EntityTags {
  private EntityTags() {}

  /// Whether `list` contains `etag`, a strong tag, by the strong comparison: weak tags never match.
  static boolean strongMatch(String list, String etag) {
    return list.equals(etag) || matches(list, etag, false);
  }

  /// Whether `list` contains `etag`, a strong tag, by the weak comparison: `W/` is ignored.
  public static boolean weakMatch(String list, String etag) {
    return list.equals(etag) || matches(list, etag, true);
  }

  private static boolean matches(String list, String etag, boolean weakToo) {
    if (isStar(list)) {
      return true;
    }
    int at = 0;
    while (at < list.length()) {
      int member = skipBlanksAndCommas(list, at);
      boolean weak = list.startsWith("W/", member);
      int tag = weak ? member + 2 : member;
      int end = tagEnd(list, tag);
      at = memberEnd(list, end);
      boolean same = end - tag == etag.length() && list.startsWith(etag, tag);
      if (same && (weakToo || !weak) && blank(list, end, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isStar(String list) {
    int star = list.indexOf('*');
    return star >= 0 && blank(list, 0, star) && blank(list, star + 1, list.length());
  }

  private static int skipBlanksAndCommas(String list, int from) {
    int at = from;
    while (at < list.length() && (list.charAt(at) == ',' || isBlank(list.charAt(at)))) {
      at++;
    }
    return at;
  }

  /// The position behind the closing quote of the tag at `from`; `from` if no quoted text begins
  /// there.
  private static int tagEnd(String list, int from) {
    boolean opened = from < list.length() && list.charAt(from) == '"';
    int close = opened ? list.indexOf('"', from + 1) : -1;
    return close < 0 ? from : close + 1;
  }

  private static int memberEnd(String list, int from) {
    int comma = list.indexOf(',', from);
    return comma < 0 ? list.length() : comma;
  }

  private static boolean blank(String list, int from, int to) {
    for (int at = from; at < to; at++) {
      if (!isBlank(list.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
