package io.calotype.media;

import java.util.Locale;

/// How a picture comes into a box.
public enum Fit {
  /// It is never larger than the box, and keeps its proportions.
  INSIDE,
  /// It fills the box, and what stands out is cut off.
  COVER,
  /// It is as large as the box allows, and the rest of the box is filled with a colour.
  CONTAIN;

  /// The word in options: `inside`, `cover` or `contain`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
