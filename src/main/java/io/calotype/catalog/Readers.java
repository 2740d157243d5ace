package io.calotype.catalog;

import io.calotype.media.Media;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import org.jspecify.annotations.Nullable;

/// Who may see a media in lists. As text `*` for everyone, and `=<owner>` for a private media,
/// without an owner just `=`.
///
/// @param visibility of the media
/// @param owner of a private media; null if it has none, or if the media is public
public record Readers(Visibility visibility, @Nullable Owner owner) {
  /// The readers of a media whose record cannot be parsed: callers that see all media.
  public static final Readers UNKNOWN = new Readers(Visibility.PRIVATE, null);

  private static final String EVERYONE = "*";
  private static final String PRIVATE = "=";

  /// The readers of `media`.
  public static Readers of(Media media) {
    return media.open()
        ? new Readers(Visibility.PUBLIC, null)
        : new Readers(Visibility.PRIVATE, media.owner());
  }

  /// Parses the text of readers; null for null and for an empty text, which mean that no media
  /// exists. A text that is none means [#UNKNOWN].
  public static @Nullable Readers parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (text.equals(EVERYONE)) {
      return new Readers(Visibility.PUBLIC, null);
    }
    return text.startsWith(PRIVATE) ? ofOwner(text.substring(1)) : UNKNOWN;
  }

  private static Readers ofOwner(String owner) {
    try {
      return owner.isEmpty() ? UNKNOWN : new Readers(Visibility.PRIVATE, new Owner(owner));
    } catch (IllegalArgumentException damaged) {
      return UNKNOWN;
    }
  }

  /// The text of these readers.
  public String text() {
    return visibility == Visibility.PUBLIC ? EVERYONE : PRIVATE + (owner == null ? "" : owner);
  }
}
