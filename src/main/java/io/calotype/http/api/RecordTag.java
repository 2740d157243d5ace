package io.calotype.http.api;

import io.calotype.media.Sha256;

/// The strong entity tag of a record: `"<state>.<links>"`, two digests.
///
/// Links carry tokens that expire. A `GET` therefore compares both digests, because an answer with
/// expired tokens is no longer valid. A change of the record compares the state only, and accepts a
/// tag from an hour ago.
///
/// @param state the digest of all members but `links`
/// @param links the digest of `links`
record RecordTag(String state, String links) {
  private static final int STATE_DIGITS = 32;
  private static final int LINKS_DIGITS = 16;
  private static final String WITH_LINKS =
      "\"([0-9a-f]{%d})\\.[0-9a-f]{%d}\"".formatted(STATE_DIGITS, LINKS_DIGITS);

  /// Computes the tag of a record from the texts of its state and its links.
  static RecordTag of(String state, String links) {
    return new RecordTag(digest(state, STATE_DIGITS), digest(links, LINKS_DIGITS));
  }

  private static String digest(String text, int digits) {
    return Sha256.ofText(text).hex().substring(0, digits);
  }

  /// The tags in `list`, the value of `If-Match` or `If-None-Match`, without their links.
  static String states(String list) {
    return list.replaceAll(WITH_LINKS, "\"$1\"");
  }

  /// The tag without its links, in the form of [#states].
  String stateTag() {
    return '"' + state + '"';
  }

  /// The tag as the value of `ETag`.
  String text() {
    return '"' + state + '.' + links + '"';
  }
}
