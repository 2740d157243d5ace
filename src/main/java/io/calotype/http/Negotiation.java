package io.calotype.http;

import io.calotype.media.Format;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides the format of a rendition under `format=auto` (RFC 9110 section 12.5.1).
final class Negotiation {
  private Negotiation() {}

  /// The type among `better` that `accept` names with the highest quality, the first of them where
  /// two are equal. JPEG, or PNG where the picture is not opaque, for a client that names none of
  /// them: a wildcard says what a client takes, and not what it understands.
  static Format choose(@Nullable String accept, boolean opaque, List<Format> better) {
    Format plain = opaque ? Format.JPEG : Format.PNG;
    if (accept == null) {
      return plain;
    }
    List<Range> ranges =
        Stream.of(accept.split(",", -1)).flatMap(r -> Range.parse(r).stream()).toList();
    return better.stream()
        .filter(format -> quality(ranges, format) > 0)
        .max(
            Comparator.<Format>comparingDouble(f -> quality(ranges, f))
                .thenComparingInt(f -> -better.indexOf(f)))
        .orElse(plain);
  }

  private static double quality(List<Range> ranges, Format format) {
    return ranges.stream()
        .filter(range -> range.type.equals(format.contentType()))
        .mapToDouble(Range::quality)
        .findFirst()
        .orElse(0);
  }

  /// One member of `Accept`.
  ///
  /// @param type in lower case
  /// @param quality 0 to 1
  private record Range(String type, double quality) {
    static Optional<Range> parse(String member) {
      String[] parts = member.toLowerCase(Locale.ROOT).split(";", -1);
      double quality = 1;
      for (String parameter : parts) {
        String plain = parameter.strip();
        if (plain.startsWith("q=")) {
          if (!plain.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
            return Optional.empty();
          }
          quality = Double.parseDouble(plain.substring(2));
        }
      }
      return parts.length == 0
          ? Optional.empty()
          : Optional.of(new Range(parts[0].strip(), quality));
    }
  }
}
