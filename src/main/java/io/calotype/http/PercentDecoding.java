package io.calotype.http;

import io.netty.handler.codec.http.QueryStringDecoder;

/// Percent-decoding of one path segment (RFC 3986 section 2.1).
final class PercentDecoding {
  private PercentDecoding() {}

  /// Decodes a segment.
  ///
  /// Errors: `BadRequest` if an escape is broken.
  static String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
    } catch (IllegalArgumentException broken) {
      throw QueryParameters.bad("the path has a broken percent-escape");
    }
  }
}
