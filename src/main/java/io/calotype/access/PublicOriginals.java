package io.calotype.access;

import io.calotype.media.Media;
import io.calotype.media.MediaKind;
import java.util.Locale;

/// Which originals of public media are delivered to everyone. The others need a role, a signature
/// or a token: a photograph may carry the position where it was taken.
public enum PublicOriginals {
  /// All of them.
  ALL,
  /// Those of videos.
  VIDEOS,
  /// None.
  NONE;

  /// Whether everyone may have the original of `media`.
  public boolean opens(Media media) {
    return media.open()
        && switch (this) {
          case ALL -> true;
          case VIDEOS -> media.original().type().kind() == MediaKind.VIDEO;
          case NONE -> false;
        };
  }

  /// Its name in the configuration.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
