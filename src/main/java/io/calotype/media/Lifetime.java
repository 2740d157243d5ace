package io.calotype.media;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// From when to when a media exists. Times are whole milliseconds.
///
/// @param created when the upload was received
/// @param expires from when on it is gone; null is never
public record Lifetime(Instant created, @Nullable Instant expires) {
  public Lifetime {
    created = created.truncatedTo(ChronoUnit.MILLIS);
    expires = expires == null ? null : expires.truncatedTo(ChronoUnit.MILLIS);
  }

  /// A life that begins at `created` and lasts for `ttl`; null is for ever.
  public static Lifetime from(Instant created, @Nullable Duration ttl) {
    return new Lifetime(created, ttl == null ? null : created.plus(ttl));
  }

  /// Whether it is over at `now`.
  public boolean over(Instant now) {
    return expires != null && !now.isBefore(expires);
  }
}
