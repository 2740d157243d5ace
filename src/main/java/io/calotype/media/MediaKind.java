package io.calotype.media;

import java.util.Locale;

/// Whether a media is an image or a video.
public enum MediaKind {
  IMAGE,
  VIDEO;

  /// The text in JSON and in queries: `image` or `video`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
