package io.calotype.http.exchange;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;

/// The percent-decoded segments of a path (RFC 3986 sections 2.1 and 3.3).
public final class PathSegments {
  private PathSegments() {}

  /// Splits a path at its slashes, then percent-decodes each segment. An encoded slash does not
  /// split.
  ///
  /// Errors: `BadRequest` if an escape is broken.
  public static List<String> of(String path) {
    List<String> segments = new ArrayList<>(4);
    int start = 1;
    for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(decoded(path.substring(start, slash)));
      start = slash + 1;
    }
    segments.add(decoded(path.substring(Math.min(start, path.length()))));
    return segments;
  }

  private static String decoded(String segment) {
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
