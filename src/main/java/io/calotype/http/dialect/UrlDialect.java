package io.calotype.http.dialect;

import io.calotype.access.SignedUrl;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.routing.RequestPath;
import org.jspecify.annotations.Nullable;

/// A grammar of delivery URLs: from a path and its query to a rendition.
public interface UrlDialect {
  /// Parses a delivery URL.
  ///
  /// Errors: `BadRequest` that names an unknown, repeated or invalid option; `NoSuchPreset`;
  /// `SizeNotAllowed` for a size that needs a signature, in a URL without one.
  ///
  /// @param path of a route that delivers renditions
  RenditionRequest parse(RequestPath path, QueryParameters query);

  /// The signature of a URL with the parts that it covers; null if the URL is unsigned.
  ///
  /// @param path still percent-encoded
  @Nullable SignedUrl signed(String path, QueryParameters query);
}
