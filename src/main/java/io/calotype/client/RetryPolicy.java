package io.calotype.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Whether a request is sent again, and after which pause.
///
/// @param losses how often after a broken connection
/// @param refusals how often after a 429 or 503
record RetryPolicy(int losses, int refusals) {
  /// Whoever waits at a terminal wants to know at once.
  static final RetryPolicy NEVER = new RetryPolicy(0, 0);

  /// A long run outlives a restart of the server, and a minute's limit that is used up.
  static final RetryPolicy PATIENT = new RetryPolicy(4, 10);

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /// The pause after the connection has broken for the `count`th time; empty is the end.
  Optional<Duration> afterLoss(int count) {
    return count > losses ? Optional.empty() : Optional.of(growing(count));
  }

  /// The pause after `reply`, which refuses for the `count`th time; empty where it is the answer.
  Optional<Duration> afterRefusal(ApiResponse response, int count, Instant now) {
    boolean busy = response.status() == 429 || response.status() == 503;
    return busy && count <= refusals
        ? Optional.of(asked(response.retryAfter(), now).orElseGet(() -> growing(count)))
        : Optional.empty();
  }

  /// Twice as long each time.
  private static Duration growing(int count) {
    return shorter(FIRST.multipliedBy(1L << Math.min(count - 1, 10)));
  }

  /// What `Retry-After` says: seconds, or a date (RFC 9110 section 10.2.3).
  private static Optional<Duration> asked(String header, Instant now) {
    if (header.matches("[0-9]{1,9}")) {
      return Optional.of(shorter(Duration.ofSeconds(Long.parseLong(header))));
    }
    try {
      Instant at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(now, at);
      return Optional.of(left.isNegative() ? Duration.ZERO : shorter(left));
    } catch (DateTimeParseException notDate) {
      return Optional.empty();
    }
  }

  private static Duration shorter(Duration duration) {
    return duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
  }
}
