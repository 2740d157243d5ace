package io.calotype.media;

import java.util.Locale;

/// What a media is to a person.
public enum MediaKind {
  IMAGE,
  VIDEO;

  /// The word in JSON and in queries: `image` or `video`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
