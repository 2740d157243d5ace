package io.calotype.http.semantics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The value of an `Accept` header (RFC 9110 section 12.5.1), without its malformed members.
///
/// @param ranges the media ranges in the order sent
public record Accept(List<Range> ranges) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
  private static final Pattern PARAMETER =
      Pattern.compile(TOKEN + "=(?:" + TOKEN + "|\".*\")", Pattern.DOTALL);
  private static final Pattern WEIGHT = Pattern.compile("0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?");
  private static final int FULL = 1000;
  private static final int MALFORMED = -1;

  /// One media range.
  ///
  /// @param type in lower case without parameters, for example `image/webp` or `image/*`
  /// @param weight in thousandths, 0 to 1000; 0 refuses the type
  record Range(String type, int weight) {}

  /// Parses the well-formed members. Ignores parameters other than `q`.
  public static Accept parse(String value) {
    List<Range> ranges = new ArrayList<>();
    for (String member : split(value, ',')) {
      List<String> parts = split(member, ';');
      int weight = weight(parts);
      if (weight != MALFORMED) {
        ranges.add(new Range(parts.getFirst().toLowerCase(Locale.ROOT), weight));
      }
    }
    return new Accept(ranges);
  }

  /// The weight of a type that the header names literally; 0 if it does not. The lowest weight of
  /// several counts, which keeps a refusal effective.
  public int named(String type) {
    return Math.max(0, lowestWeight(type));
  }

  /// The weight of a type by the most specific range that matches it; 0 if none does.
  public int weight(String type) {
    return Math.max(0, specific(type));
  }

  /// Whether the most specific range that matches a type has the weight 0. A type without a
  /// matching range is unwanted, but not refused.
  boolean refuses(String type) {
    return specific(type) == 0;
  }

  private int specific(String type) {
    String family = type.substring(0, type.indexOf('/')) + "/*";
    return Stream.of(type, family, "*/*")
        .mapToInt(this::lowestWeight)
        .filter(weight -> weight >= 0)
        .findFirst()
        .orElse(-1);
  }

  private int lowestWeight(String type) {
    return ranges.stream()
        .filter(range -> range.type.equals(type))
        .mapToInt(Range::weight)
        .min()
        .orElse(-1);
  }

  private static int weight(List<String> parts) {
    int weight = TYPE.matcher(parts.getFirst()).matches() ? FULL : MALFORMED;
    for (String parameter : parts.subList(1, parts.size())) {
      boolean q = parameter.startsWith("q=") || parameter.startsWith("Q=");
      if (!parameter.isEmpty() && !PARAMETER.matcher(parameter).matches()) {
        return MALFORMED;
      }
      if (q && weight != MALFORMED) {
        weight = thousandths(parameter.substring(2));
      }
    }
    return weight;
  }

  private static int thousandths(String value) {
    if (!WEIGHT.matcher(value).matches()) {
      return MALFORMED;
    }
    return Integer.parseInt((value.replace(".", "") + "000").substring(0, 4));
  }

  /// The stripped texts between separators that are not inside a quoted string; at least one.
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        at++;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, at).strip());
        from = at + 1;
      }
    }
    parts.add(text.substring(from).strip());
    return parts;
  }
}
