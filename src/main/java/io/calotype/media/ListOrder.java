package io.calotype.media;

import java.util.Comparator;
import java.util.Locale;

/// The order of a list: by creation time, then by id.
public enum ListOrder {
  NEWEST,
  OLDEST;

  private static final Comparator<Media> OLDEST_FIRST =
      Comparator.comparing((Media media) -> media.lifetime().created()).thenComparing(Media::id);

  /// The text in options: `newest` or `oldest`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The order of media.
  public Comparator<Media> ofMedia() {
    return of(OLDEST_FIRST);
  }

  /// Returns `oldestFirst` or its reverse.
  public <T> Comparator<T> of(Comparator<T> oldestFirst) {
    return this == OLDEST ? oldestFirst : oldestFirst.reversed();
  }
}
