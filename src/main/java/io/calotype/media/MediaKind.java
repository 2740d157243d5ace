package io.calotype.media;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whether a media is an image or a video.
public enum MediaKind {
  IMAGE,
  VIDEO;

  /// The text in JSON and in queries: `image` or `video`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Parses the text of a kind; empty if it is none.
  public static Optional<MediaKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findAny();
  }
}
