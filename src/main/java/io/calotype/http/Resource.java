package io.calotype.http;

import io.calotype.http.exchange.HttpExchange;
import io.vertx.core.http.HttpMethod;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The handlers of one URL by method; null if the method is not allowed. `HEAD` is allowed with
/// `GET`.
///
/// @param get answers `GET` and `HEAD`
/// @param post answers `POST`
/// @param put answers `PUT`
/// @param delete answers `DELETE`
record Resource(
    @Nullable Consumer<HttpExchange> get,
    @Nullable Consumer<HttpExchange> post,
    @Nullable Consumer<HttpExchange> put,
    @Nullable Consumer<HttpExchange> delete) {

  static Resource get(Consumer<HttpExchange> handler) {
    return new Resource(handler, null, null, null);
  }

  static Resource post(Consumer<HttpExchange> handler) {
    return new Resource(null, handler, null, null);
  }

  @Nullable Consumer<HttpExchange> handler(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD" -> get;
      case "POST" -> post;
      case "PUT" -> put;
      case "DELETE" -> delete;
      default -> null;
    };
  }

  /// The value of `Allow`.
  String allow() {
    return Stream.of("GET", "HEAD", "POST", "PUT", "DELETE")
        .filter(method -> handler(HttpMethod.valueOf(method)) != null)
        .collect(Collectors.joining(", "));
  }
}
