package io.calotype.media;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The period in which a media exists. Times are whole milliseconds.
///
/// @param created when the upload was received
/// @param expires when the media ceases to exist; null for never
public record Lifetime(Instant created, @Nullable Instant expires) {
  public Lifetime {
    created = created.truncatedTo(ChronoUnit.MILLIS);
    expires = expires == null ? null : expires.truncatedTo(ChronoUnit.MILLIS);
  }

  /// Returns a lifetime that begins at `created` and lasts for `ttl`; null means unlimited.
  public static Lifetime from(Instant created, @Nullable Duration ttl) {
    return new Lifetime(created, ttl == null ? null : created.plus(ttl));
  }

  /// Returns whether it has expired at `now`; false if it never expires.
  public boolean over(Instant now) {
    return expires != null && !now.isBefore(expires);
  }
}
