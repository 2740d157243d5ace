package io.calotype.http.semantics;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The date of HTTP headers (RFC 9110 section 5.6.7) in its three formats: `Sun, 06 Nov 1994
/// 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov 6 08:49:37 1994`. Case matters. The
/// name of the day need not agree with the date.
///
/// Netty's `DateFormatter` is no substitute: it reads 31 February as 3 March and a two-digit year
/// by a fixed century, accepts other zones than GMT, and rejects a leap second.
public final class HttpDate {
  private static final DateTimeFormatter FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
  private static final String MONTH = "(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
  private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final Pattern IMF_FIXDATE =
      Pattern.compile(DAY + ", (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " GMT");
  private static final Pattern RFC_850 =
      Pattern.compile(LONG_DAY + ", (?<day>\\d\\d)-" + MONTH + "-(?<year>\\d\\d) " + TIME + " GMT");
  private static final Pattern ASCTIME =
      Pattern.compile(DAY + " " + MONTH + " (?<day>\\d\\d| \\d) " + TIME + " (?<year>\\d{4})");

  private HttpDate() {}

  /// Formats a date as IMF-fixdate, the only format that the server sends.
  public static String format(Instant instant) {
    return FIXDATE.format(instant);
  }

  /// Parses a date in any of the three formats; null if `text` matches none.
  ///
  /// @param near selects the century of a two-digit year: at most 50 years after `near`
  static @Nullable Instant parse(String text, Instant near) {
    for (Pattern spelling : List.of(IMF_FIXDATE, RFC_850, ASCTIME)) {
      Matcher date = spelling.matcher(text);
      if (date.matches()) {
        return instant(date, near);
      }
    }
    return null;
  }

  private static @Nullable Instant instant(Matcher date, Instant near) {
    YearMonth month =
        YearMonth.of(year(date.group("year"), near), MONTHS.indexOf(date.group("month")) + 1);
    int day = Integer.parseInt(date.group("day").strip());
    int hour = Integer.parseInt(date.group("hour"));
    int minute = Integer.parseInt(date.group("minute"));
    int second = Integer.parseInt(date.group("second"));
    boolean exists = month.isValidDay(day) && hour < 24 && minute < 60 && second <= 60;
    if (!exists) {
      return null;
    }
    LocalDateTime start = month.atDay(day).atTime(hour, minute);
    return start.toInstant(ZoneOffset.UTC).plusSeconds(second); // 60 is a leap second
  }

  private static int year(String digits, Instant near) {
    int year = Integer.parseInt(digits);
    if (digits.length() == 4) {
      return year;
    }
    int latest = near.atOffset(ZoneOffset.UTC).getYear() + 50;
    return latest - Math.floorMod(latest - year, 100);
  }
}
