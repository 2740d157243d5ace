package io.calotype.http.semantics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The validators of a representation (RFC 9110 section 8.8).
///
/// @param etag the strong entity tag with its quotes, for example `"3f2a"`
/// @param lastModified the upload time, in whole seconds
public record Validators(String etag, Instant lastModified) {
  public Validators {
    if (etag.length() < 2 || !etag.startsWith("\"") || !etag.endsWith("\"")) {
      throw new IllegalArgumentException("not a strong entity tag: " + etag);
    }
    lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
  }

  /// The value of the header `Last-Modified`.
  public String lastModifiedText() {
    return HttpDate.format(lastModified);
  }
}
