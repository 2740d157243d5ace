package io.calotype.http;

import io.vertx.core.http.HttpHeaders;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The conditional and range headers of a request, as sent (RFC 9110 sections 13.1 and 14.2). A
/// header that is sent in several lines is one value, joined by commas; null is not sent.
///
/// @param ifMatch `If-Match`
/// @param ifNoneMatch `If-None-Match`
/// @param ifModifiedSince `If-Modified-Since`
/// @param ifUnmodifiedSince `If-Unmodified-Since`
/// @param range `Range`
/// @param ifRange `If-Range`
record RequestConditions(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable String ifModifiedSince,
    @Nullable String ifUnmodifiedSince,
    @Nullable String range,
    @Nullable String ifRange) {

  private static final CharSequence IF_UNMODIFIED_SINCE =
      HttpHeaders.createOptimized("if-unmodified-since");
  private static final CharSequence RANGE = HttpHeaders.createOptimized("range");
  private static final CharSequence IF_RANGE = HttpHeaders.createOptimized("if-range");

  /// None of them was sent.
  static final RequestConditions NONE = new RequestConditions(null, null, null, null, null, null);

  /// The same without a range, which `HEAD` ignores (RFC 9110 section 14.2).
  RequestConditions whole() {
    return range == null && ifRange == null
        ? this
        : new RequestConditions(
            ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, null, null);
  }

  /// The conditions among the headers that `header` finds by name; [#NONE] where there are none.
  static RequestConditions of(Function<CharSequence, @Nullable String> header) {
    RequestConditions sent =
        new RequestConditions(
            header.apply(HttpHeaders.IF_MATCH),
            header.apply(HttpHeaders.IF_NONE_MATCH),
            header.apply(HttpHeaders.IF_MODIFIED_SINCE),
            header.apply(IF_UNMODIFIED_SINCE),
            header.apply(RANGE),
            header.apply(IF_RANGE));
    return sent.equals(NONE) ? NONE : sent;
  }
}
