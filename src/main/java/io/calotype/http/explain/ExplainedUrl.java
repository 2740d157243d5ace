package io.calotype.http.explain;

import io.calotype.access.SignedUrl;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.routing.RequestPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A URL of this server that a client wants explained.
///
/// @param path still percent-encoded
/// @param options the query, decoded
record ExplainedUrl(String path, QueryParameters options) {
  private static final Set<String> SECRETS = Set.of(SignedUrl.SIGNATURE, SignedUrl.TOKEN);

  /// Parses a URL, or a path with its query.
  ///
  /// Errors: `BadRequest`.
  ///
  /// @param publicUrl the prefix of links; empty if links are paths
  static ExplainedUrl of(String url, String publicUrl) {
    String own = !publicUrl.isEmpty() && url.startsWith(publicUrl + "/") ? publicUrl : "";
    String rest = url.substring(own.length()).replaceFirst("^https?://[^/?#]*", "");
    String local = rest.replaceFirst("#.*", "");
    if (!local.startsWith("/")) {
      throw QueryParameters.bad("the option url is no URL and no path of this server");
    }
    int query = local.indexOf('?');
    return query < 0
        ? new ExplainedUrl(local, QueryParameters.NONE)
        : new ExplainedUrl(
            local.substring(0, query), QueryParameters.parse(local.substring(query + 1)));
  }

  /// The path, resolved against the route table.
  RequestPath target() {
    return RequestPath.of(path);
  }

  /// The options without the signature and the token, which are secrets until they expire.
  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (Map.Entry<String, String> option : options.entries()) {
      if (!SECRETS.contains(option.getKey())) {
        shown.put(option.getKey(), option.getValue());
      }
    }
    return shown;
  }
}
