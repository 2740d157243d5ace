package io.calotype.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What tells one representation from another (RFC 9110 section 8.8).
///
/// @param etag a strong entity tag, quoted
/// @param lastModified to the second, since HTTP says no more
record Validators(String etag, Instant lastModified) {
  Validators {
    lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
  }
}
