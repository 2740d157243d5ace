package io.calotype.http;

import io.calotype.media.Lifetime;
import io.calotype.media.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/// How long an answer may be reused, and whether it depends on `Accept`.
///
/// @param maxAge seconds
/// @param immutable whether its URL always means these bytes
/// @param negotiated whether `Accept` has chosen it
record CachePolicy(long maxAge, boolean immutable, boolean negotiated) {
  private static final long HOUR = 3_600;
  private static final long INTERIM = 300;
  private static final long YEAR = 31_536_000;
  private static final Lifetime FOR_EVER = new Lifetime(Instant.EPOCH, null);

  /// For a URL that may come to mean other bytes, if an id is deleted and used again.
  static CachePolicy hour(boolean versioned, boolean negotiated) {
    return new CachePolicy(versioned ? YEAR : HOUR, versioned, negotiated);
  }

  /// For thumbnails.
  static CachePolicy year(boolean versioned, boolean negotiated) {
    return new CachePolicy(YEAR, versioned, negotiated);
  }

  /// For what stands in for something better that is still to come.
  static CachePolicy interim() {
    return new CachePolicy(INTERIM, false, true);
  }

  /// Every value of `Cache-Control` for media of `visibility` that never expire.
  static Stream<String> lasting(Visibility visibility) {
    return Stream.of(hour(false, false), hour(true, false), year(false, false), interim())
        .map(cachePolicy -> cachePolicy.cacheControl(visibility, FOR_EVER, Instant.EPOCH));
  }

  /// The value of `Cache-Control` (RFC 9111 section 5.2.2): never beyond the end of `life`. A
  /// shared cache revalidates a URL without a version every hour, so that a deleted picture leaves
  /// it.
  String cacheControl(Visibility visibility, Lifetime lifetime, Instant now) {
    long age = maxAge;
    Instant expires = lifetime.expires();
    if (expires != null) {
      age = Math.clamp(Duration.between(now, expires).toSeconds(), 0, maxAge);
    }
    boolean hourly = visibility == Visibility.PUBLIC && !immutable && age > HOUR;
    return visibility.text()
        + ", max-age="
        + age
        + (hourly ? ", s-maxage=" + HOUR : "")
        + (immutable ? ", immutable" : "");
  }
}
