package io.calotype.client;

import java.util.Locale;

/// Who may see a media: everybody, or callers with a right.
public enum Visibility {
  PUBLIC,
  PRIVATE;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
