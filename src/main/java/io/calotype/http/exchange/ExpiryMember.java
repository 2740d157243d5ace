package io.calotype.http.exchange;

import io.calotype.http.routing.QueryParameters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The member `expires` of a request for credentials: their life as seconds or an ISO 8601
/// duration.
public final class ExpiryMember {
  private static final Duration DEFAULT = Duration.ofHours(1);

  private ExpiryMember() {}

  /// The end of credentials that are issued at `now`, in whole seconds: after `text`, or after one
  /// hour if it is null.
  ///
  /// Errors: `BadRequest`.
  ///
  /// @param longest the longest life, whole days
  public static Instant after(@Nullable String text, Instant now, Duration longest) {
    try {
      Duration life = text == null ? DEFAULT : duration(text);
      if (life.compareTo(longest) <= 0 && life.isPositive()) {
        return now.plus(life).truncatedTo(ChronoUnit.SECONDS);
      }
    } catch (DateTimeException | ArithmeticException wrong) {
      // rejected below
    }
    throw QueryParameters.bad(
        "the member expires is neither seconds nor a duration such as PT1H, up to "
            + longest.toDays()
            + " days");
  }

  private static Duration duration(String text) {
    return text.matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Long.parseLong(text))
        : Duration.parse(text);
  }
}
