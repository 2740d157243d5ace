package io.calotype.http.api;

import io.calotype.access.SignedUrl;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.routing.RequestPath;
import io.calotype.media.MediaId;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A URL of this server that a client wants explained.
///
/// @param path still percent-encoded
/// @param options the query, decoded
record ExplainedUrl(String path, MultiMap options) {
  private static final int MAX_OPTIONS = 100;

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
    QueryStringDecoder decoder =
        new QueryStringDecoder(local, StandardCharsets.UTF_8, true, MAX_OPTIONS, true);
    try {
      MultiMap options = MultiMap.caseInsensitiveMultiMap();
      decoder.parameters().forEach((name, values) -> options.add(name, (Iterable<String>) values));
      return new ExplainedUrl(decoder.rawPath(), options);
    } catch (IllegalArgumentException broken) {
      throw QueryParameters.bad("the query has a broken percent-escape");
    }
  }

  /// The path, resolved against the route table.
  RequestPath target() {
    return RequestPath.of(path);
  }

  /// The id in the path.
  ///
  /// Errors: `BadRequest` if it is no id.
  MediaId id() {
    return QueryParameters.id(target().parameter("{id}"));
  }

  /// The form for the verification of signatures.
  SignedUrl signed() {
    return SignedUrl.of(path, options);
  }

  /// The options without the signature and the token, which are secrets until they expire.
  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    options.forEach((name, value) -> {
      if (!name.equals(SignedUrl.SIGNATURE) && !name.equals(SignedUrl.TOKEN)) {
        shown.put(name, value);
      }
    });
    return shown;
  }
}
