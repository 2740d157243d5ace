package io.calotype.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the preconditions of a `GET` or `HEAD` ask for, in the order of RFC 9110 section 13.2.2.
///
/// It needs no length and no bytes: a 304 is known before the representation is.
enum Preconditions {
  /// Send the representation, or a range of it.
  SEND,

  /// The client has it: 304.
  NOT_MODIFIED,

  /// The client wants another one than we have: 412.
  FAILED;

  /// Evaluates the conditions but `Range` and `If-Range`. A tag list with a malformed member
  /// matches by its other members; a malformed date is as none.
  static Preconditions check(RequestConditions sent, Validators ours) {
    return stateIsWanted(sent, ours) ? known(sent, ours) : FAILED;
  }

  private static boolean stateIsWanted(RequestConditions sent, Validators ours) {
    if (sent.ifMatch() != null) {
      return EntityTags.strongMatch(sent.ifMatch(), ours.etag());
    }
    Instant since = date(sent.ifUnmodifiedSince(), ours);
    return since == null || !ours.lastModified().isAfter(since);
  }

  private static Preconditions known(RequestConditions sent, Validators ours) {
    if (sent.ifNoneMatch() != null) {
      return EntityTags.weakMatch(sent.ifNoneMatch(), ours.etag()) ? NOT_MODIFIED : SEND;
    }
    Instant since = date(sent.ifModifiedSince(), ours);
    return since == null || ours.lastModified().isAfter(since) ? SEND : NOT_MODIFIED;
  }

  private static @Nullable Instant date(@Nullable String text, Validators ours) {
    return text == null ? null : HttpDate.parse(text, ours.lastModified());
  }
}
