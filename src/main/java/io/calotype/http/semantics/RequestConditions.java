package io.calotype.http.semantics;

import org.jspecify.annotations.Nullable;

/// The conditional and range headers of a request, as sent (RFC 9110 sections 13.1 and 14.2).
/// Several lines of one header are joined by commas. null stands for an absent header.
///
/// @param ifMatch `If-Match`
/// @param ifNoneMatch `If-None-Match`
/// @param ifModifiedSince `If-Modified-Since`
/// @param ifUnmodifiedSince `If-Unmodified-Since`
/// @param range `Range`
/// @param ifRange `If-Range`
public record RequestConditions(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable String ifModifiedSince,
    @Nullable String ifUnmodifiedSince,
    @Nullable String range,
    @Nullable String ifRange) {

  /// No conditional or range header.
  public static final RequestConditions NONE =
      new RequestConditions(null, null, null, null, null, null);

  /// A copy without a range, which `HEAD` ignores (RFC 9110 section 14.2).
  public RequestConditions whole() {
    return range == null && ifRange == null
        ? this
        : new RequestConditions(
            ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, null, null);
  }
}
