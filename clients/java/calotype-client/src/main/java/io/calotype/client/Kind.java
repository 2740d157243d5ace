package io.calotype.client;

import java.util.Locale;

/// The kinds of media.
public enum Kind {
  IMAGE,
  VIDEO;

  /// The name in the API, such as `image`.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
