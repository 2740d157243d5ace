package io.calotype.originals.s3.presign;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A request that a URL allows.
///
/// @param method the HTTP method
/// @param key the key of the object
/// @param query further parameters, such as `response-content-type`, in their order
/// @param headers the headers that the request must have, beside `Host`; names in lower case
/// @param life how long the URL is valid: 1 second to 7 days
public record PresignedCall(
    String method,
    String key,
    SortedMap<String, String> query,
    SortedMap<String, String> headers,
    Duration life) {
  /// The longest life of a URL.
  public static final Duration MAX_LIFE = Duration.ofDays(7);

  public PresignedCall {
    query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    if (life.toSeconds() < 1 || life.compareTo(MAX_LIFE) > 0) {
      throw new IllegalArgumentException("a URL is valid for 1 second to 7 days");
    }
  }
}
