package io.calotype.media;

import java.util.Locale;

/// Who may see a media without credentials: everybody, or nobody.
public enum Visibility {
  PUBLIC,
  PRIVATE;

  /// The word in JSON and in options: `public` or `private`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
