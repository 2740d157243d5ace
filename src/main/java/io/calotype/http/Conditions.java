package io.calotype.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The conditional and range headers of a request, as sent; null where there is none.
///
/// @param ifMatch RFC 9110 section 13.1.1
/// @param ifNoneMatch section 13.1.2
/// @param ifModifiedSince section 13.1.3
/// @param ifUnmodifiedSince section 13.1.4
/// @param range section 14.2
/// @param ifRange section 13.1.5
record Conditions(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable String ifModifiedSince,
    @Nullable String ifUnmodifiedSince,
    @Nullable String range,
    @Nullable String ifRange) {

  /// Reads them by `header`, which gives null for a header that is not there.
  static Conditions from(Function<String, @Nullable String> header) {
    return new Conditions(
        header.apply("if-match"),
        header.apply("if-none-match"),
        header.apply("if-modified-since"),
        header.apply("if-unmodified-since"),
        header.apply("range"),
        header.apply("if-range"));
  }
}
