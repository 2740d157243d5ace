package io.calotype.http.semantics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Parses `Content-Type` (RFC 9110 section 8.3).
public final class ContentType {
  private ContentType() {}

  /// The media type in lower case, without parameters; empty if `header` is null.
  public static String mediaType(@Nullable String header) {
    if (header == null) {
      return "";
    }
    int parameters = header.indexOf(';');
    String type = parameters < 0 ? header : header.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
