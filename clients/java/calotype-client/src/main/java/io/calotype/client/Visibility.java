package io.calotype.client;

import java.util.Locale;

/// Who may see a media: everybody, or callers with a right.
public enum Visibility {
  PUBLIC,
  PRIVATE;

  /// The name in the API, such as `private`.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
