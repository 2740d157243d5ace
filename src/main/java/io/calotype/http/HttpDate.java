package io.calotype.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// HTTP dates (RFC 9110 section 5.6.7), and the value of `Date`, formatted once a second.
final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int RFC850_BASE_YEAR = 1970;
  private static final DateTimeFormatter RFC850 =
      new DateTimeFormatterBuilder()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, RFC850_BASE_YEAR)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

  private final Clock clock;
  private volatile Stamp last = new Stamp(Long.MIN_VALUE, "");

  HttpDate(Clock clock) {
    this.clock = clock;
  }

  /// The instant as `Sun, 06 Nov 1994 08:49:37 GMT`.
  static String text(Instant instant) {
    return IMF_FIXDATE.format(instant);
  }

  /// The instant that `text` names in any of the three formats; empty where it names none.
  static Optional<Instant> parse(String text) {
    return List.of(IMF_FIXDATE, RFC850, ASCTIME).stream()
        .flatMap(format -> parse(text.strip(), format).stream())
        .findFirst();
  }

  private static Optional<Instant> parse(String text, DateTimeFormatter format) {
    try {
      return Optional.of(LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notThisFormat) {
      return Optional.empty();
    }
  }

  /// The present second.
  String now() {
    long second = Math.floorDiv(clock.millis(), 1000);
    Stamp stamp = last;
    if (stamp.second != second) {
      stamp = new Stamp(second, text(Instant.ofEpochSecond(second)));
      last = stamp;
    }
    return stamp.text;
  }

  private record Stamp(long second, String text) {}
}
