package io.calotype.http.semantics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The result of the preconditions of a `GET` or `HEAD`, in the order of RFC 9110 section 13.2.2.
///
/// Needs neither the length nor the bytes, and can decide on 304 before the representation exists.
public enum Preconditions {
  /// Send the representation, or a range of it.
  SEND,

  /// The client has the representation: 304.
  NOT_MODIFIED,

  /// The client requires another representation: 412.
  FAILED;

  /// Evaluates all conditions except `Range` and `If-Range`. Ignores malformed members of a tag
  /// list, and malformed dates.
  public static Preconditions check(RequestConditions sent, Validators ours) {
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
