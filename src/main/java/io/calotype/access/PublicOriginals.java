package io.calotype.access;

import io.calotype.media.Media;
import io.calotype.media.MediaKind;
import java.util.Locale;

/// The originals of public media that need no credentials. All others need a role, a signature or a
/// token, because a photograph may contain the position of the camera.
public enum PublicOriginals {
  /// All originals.
  ALL,
  /// The originals of videos.
  VIDEOS,
  /// No originals.
  NONE;

  /// Whether the original of `media` needs no credentials.
  public boolean opens(Media media) {
    return media.open()
        && switch (this) {
          case ALL -> true;
          case VIDEOS -> media.original().type().kind() == MediaKind.VIDEO;
          case NONE -> false;
        };
  }

  /// The name in the configuration.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
