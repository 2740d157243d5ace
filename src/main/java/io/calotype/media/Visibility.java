package io.calotype.media;

import java.util.Locale;

/// Access to a media without credentials: allowed or denied.
public enum Visibility {
  PUBLIC,
  PRIVATE;

  /// The text in JSON and in options: `public` or `private`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
