package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Lifetime;
import io.calotype.media.Visibility;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachePolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:04:05Z");
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image|false|PUBLIC|public, max-age=3600",
        "image|false|PRIVATE|private, max-age=3600",
        "image|true|PUBLIC|public, max-age=31536000, immutable",
        "thumbnail|false|PUBLIC|public, max-age=31536000, s-maxage=3600",
        "thumbnail|false|PRIVATE|private, max-age=31536000",
        "thumbnail|true|PRIVATE|private, max-age=31536000, immutable",
      })
  void cacheControl_neverExpires_hasTheWholeAge(
      String url, boolean versioned, Visibility visibility, String expected) {
    assertThat(
            reuse(url, versioned)
                .cacheControl(visibility, Lifetime.from(LONG_AGO, null), NOW, SharedCaches.UNKNOWN))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image|false|2026-11-20T16:04:05Z|public, max-age=3600",
        "image|false|2026-11-20T16:04:04.999Z|public, max-age=3599",
        "thumbnail|false|2026-11-20T15:04:06.999Z|public, max-age=1",
        "thumbnail|false|2026-11-20T15:04:05.001Z|public, max-age=0",
        "thumbnail|false|2026-11-20T15:04:04Z|public, max-age=0",
        "image|true|2026-11-21T15:04:05Z|public, max-age=86400, immutable",
        "thumbnail|false|2126-11-20T15:04:05Z|public, max-age=31536000, s-maxage=3600",
        "thumbnail|false|2026-11-20T16:04:06Z|public, max-age=3601, s-maxage=3600",
        "thumbnail|false|2026-11-20T16:04:05Z|public, max-age=3600",
      })
  void cacheControl_expires_neverOutlivesIt(
      String url, boolean versioned, Instant expires, String expected) {
    Lifetime lifetime = Lifetime.from(LONG_AGO, Duration.between(LONG_AGO, expires));

    assertThat(
            reuse(url, versioned)
                .cacheControl(Visibility.PUBLIC, lifetime, NOW, SharedCaches.UNKNOWN))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image|false|PUBLIC||max-age=31536000, stale-while-revalidate=60",
        "thumbnail|true|PUBLIC||max-age=31536000, stale-while-revalidate=60",
        "thumbnail|false|PUBLIC|2026-11-20T15:05:05Z|max-age=60",
        "thumbnail|false|PRIVATE||''",
        "interim|false|PUBLIC||''",
      })
  void cdnCacheControl_purgedCaches_keepPublicMediaForAYear(
      String url, boolean versioned, Visibility visibility, Instant expires, String expected) {
    Lifetime lifetime = new Lifetime(LONG_AGO, expires);
    SharedCaches purged = new SharedCaches(true, false);

    assertThat(reuse(url, versioned).cdnCacheControl(visibility, lifetime, NOW, purged))
        .isEqualTo(expected);
    assertThat(reuse(url, versioned).cacheControl(visibility, lifetime, NOW, purged))
        .doesNotContain("s-maxage");
    assertThat(
            reuse(url, versioned).cdnCacheControl(visibility, lifetime, NOW, SharedCaches.UNKNOWN))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image|false|PUBLIC||public, max-age=3600, s-maxage=60",
        "thumbnail|true|PUBLIC||public, max-age=31536000, s-maxage=60, immutable",
        "thumbnail|true|PUBLIC|2026-11-20T15:04:35Z|public, max-age=30, immutable",
        "image|false|PRIVATE||private, max-age=3600",
      })
  void unconfirmed_sharedCaches_revalidateAfterAMinute(
      String url, boolean versioned, Visibility visibility, Instant expires, String expected) {
    assertThat(reuse(url, versioned).unconfirmed(visibility, new Lifetime(LONG_AGO, expires), NOW))
        .isEqualTo(expected);
  }

  private static CachePolicy reuse(String url, boolean versioned) {
    if (url.equals("interim")) {
      return CachePolicy.interim();
    }
    return url.equals("thumbnail")
        ? CachePolicy.thumbnail(versioned, true)
        : CachePolicy.media(versioned, false);
  }
}
