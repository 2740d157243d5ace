package io.calotype.catalog.redis;

import java.util.Locale;

/// Writes lone surrogates in JSON as escapes. A JSON string may contain them, but UTF-8 cannot
/// express them: an encoder would replace them by `?`.
final class SurrogateEscapes {
  private SurrogateEscapes() {}

  /// Returns `json` with every lone surrogate as `\\uXXXX`. In JSON, they occur in strings only.
  static String of(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    json.codePoints()
        .forEach(point -> {
          if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            escaped.append(String.format(Locale.ROOT, "\\u%04x", point));
          } else {
            escaped.appendCodePoint(point);
          }
        });
    return escaped.toString();
  }
}
