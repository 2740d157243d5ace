package io.calotype.http;

import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// The links of records: paths, or URLs that begin with the public one.
///
/// Those to the bytes of private media are signed for an hour, so that a page can use them as they
/// are. The hour is counted from the last full five minutes: a page that is shown again soon has
/// the same links, and finds them in the browser's cache.
final class Links {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final long STEP_SECONDS = 300;

  private final String publicUrl;
  private final Signatures signatures;
  private final Clock clock;

  /// Links begin with `publicUrl`, without a slash at its end; empty makes them paths.
  Links(String publicUrl, Signatures signatures, Clock clock) {
    this.publicUrl = publicUrl;
    this.signatures = signatures;
    this.clock = clock;
  }

  /// The link to a record, which is never signed.
  String self(MediaId id) {
    return publicUrl + path(id);
  }

  String content(Media media) {
    return versioned(media, path(media.id()) + "/content");
  }

  String thumbnail(Media media) {
    return versioned(media, path(media.id()) + "/thumbnail");
  }

  String image(Media media) {
    return versioned(media, "/images/" + media.id());
  }

  private static String path(MediaId id) {
    return "/api/media/" + id;
  }

  private String versioned(Media media, String path) {
    String version = media.original().version();
    if (media.open() || !signatures.able()) {
      return publicUrl + path + "?v=" + version;
    }
    SignedUrl url = SignedUrl.of(path, List.of(Map.entry("v", version)));
    return publicUrl + signatures.sign(url, anHourFrom(clock.instant()));
  }

  private static Instant anHourFrom(Instant now) {
    Instant whole = now.truncatedTo(ChronoUnit.SECONDS);
    return whole.minusSeconds(whole.getEpochSecond() % STEP_SECONDS).plus(HOUR);
  }
}
