package io.calotype.http.exchange;

import io.calotype.http.semantics.RequestConditions;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the conditional and range headers of a request.
final class ConditionHeaders {
  private static final CharSequence IF_UNMODIFIED_SINCE =
      HttpHeaders.createOptimized("if-unmodified-since");
  private static final CharSequence RANGE = HttpHeaders.createOptimized("range");
  private static final CharSequence IF_RANGE = HttpHeaders.createOptimized("if-range");

  private ConditionHeaders() {}

  /// Reads the headers through `header`, which finds a value by name. Returns
  /// [RequestConditions#NONE] if all are absent.
  static RequestConditions of(Function<CharSequence, @Nullable String> header) {
    RequestConditions sent =
        new RequestConditions(
            header.apply(HttpHeaders.IF_MATCH),
            header.apply(HttpHeaders.IF_NONE_MATCH),
            header.apply(HttpHeaders.IF_MODIFIED_SINCE),
            header.apply(IF_UNMODIFIED_SINCE),
            header.apply(RANGE),
            header.apply(IF_RANGE));
    return sent.equals(RequestConditions.NONE) ? RequestConditions.NONE : sent;
  }
}
