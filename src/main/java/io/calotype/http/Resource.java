package io.calotype.http;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What each method does at one URL. `HEAD` is there wherever `GET` is.
final class Resource {
  private final Map<HttpMethod, Consumer<Exchange>> methods = new LinkedHashMap<>();

  static Resource get(Consumer<Exchange> handler) {
    return new Resource().with(HttpMethod.GET, handler).with(HttpMethod.HEAD, handler);
  }

  static Resource post(Consumer<Exchange> handler) {
    return new Resource().with(HttpMethod.POST, handler);
  }

  Resource with(HttpMethod method, Consumer<Exchange> handler) {
    methods.put(method, handler);
    return this;
  }

  @Nullable Consumer<Exchange> handler(HttpMethod method) {
    return methods.get(method);
  }

  /// The value of `Allow`.
  String allow() {
    return methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
  }
}
