package io.calotype.http.exchange;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/// A configured picture as the body of errors on delivery routes. A page that embeds a missing
/// picture shows it in place of a broken image.
public final class Fallback {
  private final String contentType;
  private final byte[] bytes;

  /// Creates a fallback.
  ///
  /// @param contentType a type that browsers show in an `<img>`
  /// @param bytes the whole file
  public Fallback(String contentType, byte[] bytes) {
    this.contentType = contentType;
    this.bytes = bytes.clone();
  }

  /// Ends `exchange` with the picture. The status and the headers of the error stay.
  void end(HttpExchange exchange) {
    HttpServerResponse response = exchange.response();
    response.putHeader(HttpHeaders.createOptimized("x-content-type-options"), "nosniff");
    response.putHeader(
        HttpHeaders.createOptimized("content-security-policy"), "default-src 'none'; sandbox");
    response.putHeader(HttpHeaders.createOptimized("cross-origin-resource-policy"), "cross-origin");
    exchange.end(contentType, bytes);
  }
}
