package io.calotype.cli.command;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses values that options of commands and settings share.
///
/// Errors: `IllegalArgumentException` names the expected form.
public final class TextParsers {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");

  private TextParsers() {}

  /// Parses a positive duration, such as `30s` or `PT6H`.
  public static Duration duration(String text) {
    try {
      Matcher simple = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
      Duration duration = simple.matches() ? simple(simple) : Duration.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException notADuration) {
      // reported below
    }
    throw new IllegalArgumentException("a duration, such as 30s, 5m, 2h, 1d or PT6H");
  }

  /// Parses an HTTP URL, and removes slashes at its end. Empty text stays empty.
  public static String url(String text) {
    if (text.isEmpty()) {
      return text;
    }
    try {
      URI url = URI.create(text);
      if (List.of("http", "https").contains(String.valueOf(url.getScheme()))
          && url.getHost() != null) {
        return text.replaceAll("/+$", "");
      }
    } catch (IllegalArgumentException notAUrl) {
      // reported below
    }
    throw new IllegalArgumentException("a URL, such as https://media.example.org");
  }

  private static Duration simple(Matcher simple) {
    long count = Long.parseLong(simple.group(1));
    return switch (simple.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
