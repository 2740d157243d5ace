package io.calotype.http.dialect;

import io.calotype.access.SignedUrl;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.semantics.CachePolicy;
import io.calotype.media.Media;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The query of `/api/media/{id}/content`.
///
/// @param version the `v` of the URL; null if absent
public record OriginalRequest(@Nullable String version) {
  private static final Set<String> OPTIONS =
      Set.of("v", SignedUrl.TOKEN, "download", OriginFetch.OPTION);

  /// Parses a query.
  ///
  /// Errors: `BadRequest` that names an unknown or repeated option.
  public static OriginalRequest parse(QueryParameters query) {
    QueryParameters options = query.withoutTracking();
    options.require(OPTIONS);
    OriginFetch.require(options);
    return new OriginalRequest(options.get("v"));
  }

  /// The cache policy of the answer for `media`.
  public CachePolicy cachePolicy(Media media) {
    return CachePolicy.media(media.version().equals(version), false);
  }

  /// The strong entity tag of the original of `media`.
  public static String etag(Media media) {
    return '"' + media.original().digest().hex() + '"';
  }
}
