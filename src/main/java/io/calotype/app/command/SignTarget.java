package io.calotype.app.command;

import io.calotype.http.routing.RequestPath;
import io.calotype.http.routing.RouteClass;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/// A URL to sign, split at the start of the path that the server receives.
///
/// A signature covers the path that the server receives. A proxy in front of the server may have
/// removed the path prefix of `PUBLIC_URL`.
///
/// @param before origin and prefix, unchanged; empty for a bare path
/// @param seen path and query that reach the server
record SignTarget(String before, URI seen) {
  /// Splits `url`, which is a URL or a path with its query.
  ///
  /// Errors: an [IllegalArgumentException] if `url` is neither.
  ///
  /// @param publicUrl without a trailing slash; empty if not configured
  static SignTarget of(String url, String publicUrl) {
    URI whole = URI.create(url);
    String path = whole.getRawPath();
    if (path == null || !path.startsWith("/")) {
      throw new IllegalArgumentException("a URL with a path, or a path that begins with a slash");
    }
    String origin =
        whole.getRawAuthority() == null
            ? ""
            : (whole.getScheme() == null ? "" : whole.getScheme() + ":")
                + "//"
                + whole.getRawAuthority();
    String prefix = prefix(whole, path, publicUrl);
    String query = whole.getRawQuery() == null ? "" : "?" + whole.getRawQuery();
    return new SignTarget(origin + prefix, URI.create(path.substring(prefix.length()) + query));
  }

  /// The prefix of `path` that a proxy removes; empty if it removes nothing.
  private static String prefix(URI whole, String path, String publicUrl) {
    URI site = URI.create(publicUrl);
    String prefix = Objects.requireNonNullElse(site.getRawPath(), "");
    if (prefix.isEmpty() || !path.startsWith(prefix + "/")) {
      return "";
    }
    boolean ours =
        whole.getRawAuthority() == null
            ? served(path.substring(prefix.length()))
            : origin(whole).equals(origin(site));
    return ours ? prefix : "";
  }

  /// Whether the server has routes under `path`. A bare path may include the proxy's prefix or not.
  private static boolean served(String path) {
    return RequestPath.of(path).routeClass("GET") != RouteClass.OTHER;
  }

  private static String origin(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }
}
