package io.calotype.media.transformation;

import java.util.Locale;

/// How a picture is fitted to a box.
public enum Fit {
  /// Scales it to at most the size of the box and keeps its proportions.
  INSIDE,
  /// Fills the box and crops the excess.
  COVER,
  /// Scales it as large as the box allows and fills the rest of the box with a colour.
  CONTAIN;

  /// The text in options: `inside`, `cover` or `contain`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
