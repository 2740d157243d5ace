package io.calotype.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a client needs what it asks for.
enum Freshness {
  /// It does.
  SEND,
  /// It has it already: 304.
  NOT_MODIFIED,
  /// It wants something else: 412.
  FAILED;

  /// Evaluates preconditions in the order of RFC 9110 section 13.2.2, for GET and HEAD. Dates that
  /// are none are ignored. It needs no length, so a 304 is known before there is a representation.
  static Freshness check(Conditions sent, Validators ours) {
    if (!matches(sent, ours)) {
      return FAILED;
    }
    String noneMatch = sent.ifNoneMatch();
    if (noneMatch != null) {
      return EntityTags.weaklyMatch(noneMatch, ours.etag()) ? NOT_MODIFIED : SEND;
    }
    Instant since = date(sent.ifModifiedSince());
    return since != null && !ours.lastModified().isAfter(since) ? NOT_MODIFIED : SEND;
  }

  private static boolean matches(Conditions sent, Validators ours) {
    String match = sent.ifMatch();
    if (match != null) {
      return EntityTags.stronglyMatch(match, ours.etag());
    }
    Instant since = date(sent.ifUnmodifiedSince());
    return since == null || !ours.lastModified().isAfter(since);
  }

  private static @Nullable Instant date(@Nullable String text) {
    return text == null ? null : HttpDate.parse(text).orElse(null);
  }
}
