package io.calotype.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Decides whether a request is retried, and after which pause.
///
/// @param losses maximum retries after a broken connection
/// @param refusals maximum retries after a 429 or 503
record RetryPolicy(int losses, int refusals) {
  /// No retries: for commands that a user waits for at a terminal.
  static final RetryPolicy NEVER = new RetryPolicy(0, 0);

  /// For long runs: survives a restart of the server and an exhausted rate limit of one minute.
  static final RetryPolicy PATIENT = new RetryPolicy(4, 10);

  /// For a large file, since its last progress: two minutes without a server.
  static final RetryPolicy RESUMING = new RetryPolicy(8, 10);

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /// The pause after the `count`th broken connection; empty if retries are used up.
  Optional<Duration> afterLoss(int count) {
    return count > losses ? Optional.empty() : Optional.of(growing(count));
  }

  /// The pause after `response`, the `count`th refusal; empty if it is final.
  Optional<Duration> afterRefusal(ApiResponse response, int count, Instant now) {
    boolean busy = response.status() == 429 || response.status() == 503;
    return busy ? untilAsked(response, count, now) : Optional.empty();
  }

  /// The pause that `response` asks for, the `count`th that does; empty if retries are used up.
  Optional<Duration> untilAsked(ApiResponse response, int count, Instant now) {
    return count <= refusals
        ? Optional.of(
            retryAfter(response.header("Retry-After"), now).orElseGet(() -> growing(count)))
        : Optional.empty();
  }

  /// Exponential backoff: 500 ms, doubled for each retry, at most 2 minutes.
  private static Duration growing(int count) {
    return shorter(FIRST.multipliedBy(1L << Math.min(count - 1, 10)));
  }

  /// Parses `Retry-After`: seconds, or a date (RFC 9110 section 10.2.3). At most 2 minutes.
  private static Optional<Duration> retryAfter(String header, Instant now) {
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
