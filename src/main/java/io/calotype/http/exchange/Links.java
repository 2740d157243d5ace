package io.calotype.http.exchange;

import io.calotype.access.PublicOriginals;
import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import io.calotype.http.dialect.OriginFetch;
import io.calotype.http.routing.Route;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.originals.UploadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The links of records: paths, or URLs that begin with the public URL.
///
/// Links to bytes that are not public carry the token of the media, valid until the hour after
/// next. A page can use the links unchanged, and add `size` or `w`. The links change once an hour.
/// A page that is shown again within the hour finds its pictures in the browser's cache.
public final class Links {
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  private final String publicUrl;
  private final String cdnUrl;
  private final boolean redirecting;
  private final Signatures signatures;
  private final PublicOriginals originals;
  private final Clock clock;

  /// Creates links.
  ///
  /// @param publicUrl the begin of links, without a trailing slash; empty creates paths
  /// @param cdnUrl the begin of links to renditions of public media; empty for `publicUrl`
  /// @param redirecting whether the server redirects to the CDN; links to it then have the mark by
  ///   which it fetches bytes
  public Links(
      String publicUrl,
      String cdnUrl,
      boolean redirecting,
      Signatures signatures,
      PublicOriginals originals,
      Clock clock) {
    this.publicUrl = publicUrl;
    this.cdnUrl = cdnUrl;
    this.redirecting = redirecting;
    this.signatures = signatures;
    this.originals = originals;
    this.clock = clock;
  }

  /// The link to a record, which never carries a token.
  public String self(MediaId id) {
    return publicUrl + Route.RECORD.template().path(id.value());
  }

  /// The link that completes a direct upload.
  public String completion(UploadId id) {
    return publicUrl + Route.COMPLETE_DIRECT.template().path(id.text());
  }

  /// The link to a resumable upload.
  public String upload(String id) {
    return publicUrl + Route.UPLOAD_STATE.template().path(id);
  }

  /// All links of the record of `media`.
  public List<String> all(Media media) {
    return List.of(self(media.id()), content(media), thumbnail(media), image(media));
  }

  public String content(Media media) {
    return versioned(media, publicUrl + path(Route.CONTENT, media), originals.opens(media));
  }

  public String thumbnail(Media media) {
    return rendition(Route.THUMBNAIL, media);
  }

  public String image(Media media) {
    return rendition(Route.IMAGE, media);
  }

  private String rendition(Route route, Media media) {
    if (!media.open() || cdnUrl.isEmpty()) {
      return versioned(media, publicUrl + path(route, media), media.open());
    }
    String link = versioned(media, cdnUrl + path(route, media), true);
    return redirecting ? link + "&" + OriginFetch.OPTION + "=" + OriginFetch.CDN : link;
  }

  private static String path(Route route, Media media) {
    return route.template().path(media.id().value());
  }

  private String versioned(Media media, String address, boolean open) {
    String url = address + "?v=" + media.version();
    if (open || !signatures.able()) {
      return url;
    }
    Instant expires = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(TWO_HOURS);
    return url + "&" + SignedUrl.TOKEN + "=" + signatures.token(media.id(), expires);
  }
}
