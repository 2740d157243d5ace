package io.calotype.http.semantics;

import io.calotype.media.Lifetime;
import io.calotype.media.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/// How long an answer may be reused, and whether it depends on `Accept`.
///
/// @param maxAge seconds
/// @param immutable whether the bytes of the URL never change
/// @param negotiated whether `Accept` selected the answer
public record CachePolicy(long maxAge, boolean immutable, boolean negotiated) {
  private static final long HOUR = 3_600;
  private static final long INTERIM = 300;
  private static final long MINUTE = 60;
  private static final long YEAR = 31_536_000;
  private static final Lifetime FOR_EVER = new Lifetime(Instant.EPOCH, null);

  /// The policy for URLs whose bytes change if the id is deleted and used again: one hour, or one
  /// year if `versioned`.
  public static CachePolicy media(boolean versioned, boolean negotiated) {
    return new CachePolicy(versioned ? YEAR : HOUR, versioned, negotiated);
  }

  /// The policy for thumbnails: one year.
  public static CachePolicy thumbnail(boolean versioned, boolean negotiated) {
    return new CachePolicy(YEAR, versioned, negotiated);
  }

  /// The policy for an interim answer until a better format is ready: 5 minutes.
  public static CachePolicy interim() {
    return new CachePolicy(INTERIM, false, true);
  }

  /// All values of `Cache-Control` for media of `visibility` that never expire.
  public static Stream<String> lasting(Visibility visibility) {
    return Stream.of(media(false, false), media(true, false), thumbnail(false, false), interim())
        .map(policy ->
            policy.cacheControl(visibility, FOR_EVER, Instant.EPOCH, SharedCaches.UNKNOWN));
  }

  /// The value of `Vary` for media of `visibility` (RFC 9110 section 12.5.5); empty if the header
  /// is not sent.
  public String vary(Visibility visibility) {
    if (visibility == Visibility.PUBLIC) {
      return negotiated ? "accept" : "";
    }
    return negotiated ? "accept, authorization" : "authorization";
  }

  /// The value of `Cache-Control` (RFC 9111 section 5.2.2), limited by the end of `lifetime`. A
  /// shared cache that is not purged revalidates a URL without a version every hour, which removes
  /// deleted pictures from it.
  public String cacheControl(
      Visibility visibility, Lifetime lifetime, Instant now, SharedCaches caches) {
    long age = bounded(maxAge, lifetime, now);
    return cacheControl(visibility, age, caches.purged() || immutable ? age : HOUR);
  }

  /// The value of `Cache-Control` if the node may not know of a change of the media. The purge of
  /// that change may be over, so shared caches revalidate the answer after a minute.
  public String unconfirmed(Visibility visibility, Lifetime lifetime, Instant now) {
    return cacheControl(visibility, bounded(maxAge, lifetime, now), MINUTE);
  }

  private String cacheControl(Visibility visibility, long age, long sharedAge) {
    boolean differs = visibility == Visibility.PUBLIC && sharedAge < age;
    return visibility.text()
        + ", max-age="
        + age
        + (differs ? ", s-maxage=" + sharedAge : "")
        + (immutable ? ", immutable" : "");
  }

  /// The value of `CDN-Cache-Control` (RFC 9213) for caches that are purged after each change,
  /// limited by the end of `lifetime`; empty if the header is not sent. An interim answer is not
  /// followed by a change that purges it. A stale answer could outlive a media that expires.
  public String cdnCacheControl(
      Visibility visibility, Lifetime lifetime, Instant now, SharedCaches caches) {
    if (!caches.purged() || visibility != Visibility.PUBLIC || maxAge == INTERIM) {
      return "";
    }
    String age = "max-age=" + bounded(YEAR, lifetime, now);
    return lifetime.expires() == null ? age + ", stale-while-revalidate=60" : age;
  }

  private static long bounded(long maxAge, Lifetime lifetime, Instant now) {
    Instant expires = lifetime.expires();
    return expires == null
        ? maxAge
        : Math.clamp(Duration.between(now, expires).toSeconds(), 0, maxAge);
  }
}
