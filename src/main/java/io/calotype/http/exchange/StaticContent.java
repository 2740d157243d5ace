package io.calotype.http.exchange;

import io.calotype.http.semantics.AcceptEncoding;
import io.calotype.http.semantics.EntityTags;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;

/// Content that stays the same while the server runs, in several content codings.
///
/// @param type the value of `Content-Type`
/// @param digest hexadecimal digits that identify the bytes without a coding
/// @param codings the codings in which the bytes exist beside `identity`, the preferred one first
public record StaticContent(String type, String digest, List<String> codings) {
  private static final CharSequence SNIFFING =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

  public StaticContent {
    codings = List.copyOf(codings);
  }

  /// The strong entity tag of the bytes in `coding`.
  String etag(String coding) {
    return "\"" + digest + (coding.equals(AcceptEncoding.IDENTITY) ? "" : "-" + coding) + "\"";
  }

  /// Writes the headers, and ends the response with 304 if the client has the bytes. Returns the
  /// coding of the bytes to be sent; empty after 304.
  public Optional<String> begin(HttpExchange exchange, CharSequence cacheControl) {
    String coding = AcceptEncoding.choose(exchange.list(HttpHeaders.ACCEPT_ENCODING), codings);
    HttpServerResponse response = exchange.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
    response.putHeader(HttpHeaders.ETAG, etag(coding));
    response.putHeader(SNIFFING, NOSNIFF);
    if (!codings.isEmpty()) {
      response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
    String known = exchange.list(HttpHeaders.IF_NONE_MATCH);
    if (known != null && EntityTags.weakMatch(known, etag(coding))) {
      exchange.end(304);
      return Optional.empty();
    }
    if (!coding.equals(AcceptEncoding.IDENTITY)) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, coding);
    }
    return Optional.of(coding);
  }
}
