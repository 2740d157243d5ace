package io.calotype.client;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// Which requests are repeated, and when.
final class Retries {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration FIRST = Duration.ofMillis(500);

  private Retries() {}

  /// Whether the server asks for another try.
  static boolean later(int status) {
    return status == 429 || status == 503;
  }

  /// Whether no byte was sent. After a connection that was lost later, the request may have had its
  /// effect.
  static boolean unsent(Throwable failure) {
    return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
  }

  /// The pause after a try, at most 30 seconds: that of the server, or one that doubles with each
  /// try.
  ///
  /// @param number counts tries from 0
  /// @param asked the header `Retry-After`; null for none
  static Duration pause(int number, Duration asked) {
    Duration pause = asked == null ? FIRST.multipliedBy(1L << Math.min(number, 10)) : asked;
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /// The value of `Retry-After` as Calotype sends it, in seconds; null for none.
  static Duration after(HttpResponse<?> answer) {
    Optional<String> seconds = answer.headers().firstValue("Retry-After");
    return seconds
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(null);
  }
}
