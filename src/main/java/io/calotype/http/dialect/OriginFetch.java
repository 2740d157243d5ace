package io.calotype.http.dialect;

import io.calotype.http.routing.QueryParameters;

/// The option `via=cdn`, which marks the URL by which a CDN fetches bytes from this server. Such a
/// request is never redirected, so that a CDN that is redirected to itself ends with bytes.
///
/// The option is no credential: it gives no right, and any client may send it.
public final class OriginFetch {
  /// The name of the option.
  public static final String OPTION = "via";

  /// Its only value.
  public static final String CDN = "cdn";

  private OriginFetch() {}

  /// Throws if the option has another value.
  ///
  /// Errors: `BadRequest`.
  static void require(QueryParameters query) {
    String value = query.get(OPTION);
    if (value != null && !value.equals(CDN)) {
      throw QueryParameters.bad("the option via can only be cdn");
    }
  }

  /// Whether `query` has the option.
  public static boolean marks(QueryParameters query) {
    return query.contains(OPTION);
  }
}
