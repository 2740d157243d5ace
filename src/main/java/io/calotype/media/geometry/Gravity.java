package io.calotype.media.geometry;

import java.util.Locale;

/// The part that is kept of a picture cropped to a box.
public enum Gravity implements Anchor {
  CENTER(0, 0),
  NORTH(0, -1),
  NORTHEAST(1, -1),
  EAST(1, 0),
  SOUTHEAST(1, 1),
  SOUTH(0, 1),
  SOUTHWEST(-1, 1),
  WEST(-1, 0),
  NORTHWEST(-1, -1),
  /// The most salient part: edges, saturated colours, skin.
  ATTENTION(0, 0),
  /// The part with the highest entropy.
  ENTROPY(0, 0);

  private final int horizontal;
  private final int vertical;

  Gravity(int horizontal, int vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /// The text in options, for example `northeast`.
  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns whether the content of the picture selects the part.
  public boolean byContent() {
    return this == ATTENTION || this == ENTROPY;
  }

  /// Returns the first column kept, if `excess` columns are cropped.
  public int left(int excess) {
    return excess * (horizontal + 1) / 2;
  }

  /// Returns the first row kept, if `excess` rows are cropped.
  public int top(int excess) {
    return excess * (vertical + 1) / 2;
  }

  /// Returns the canonical gravity that keeps the same part: centred in a direction in which the
  /// gravity makes no difference.
  ///
  /// @param across number of columns cropped
  /// @param down number of rows cropped
  public Gravity cutting(int across, int down) {
    if (byContent()) {
      return this;
    }
    return of(
        left(across) == CENTER.left(across) ? 0 : horizontal,
        top(down) == CENTER.top(down) ? 0 : vertical);
  }

  @Override
  public Framing cropping(Dimensions scaled, Dimensions size) {
    return new Framing.Cropped(
        cutting(scaled.width() - size.width(), scaled.height() - size.height()));
  }

  private static Gravity of(int horizontal, int vertical) {
    for (Gravity gravity : values()) {
      if (gravity.horizontal == horizontal && gravity.vertical == vertical) {
        return gravity;
      }
    }
    throw new AssertionError("nine directions are all there are");
  }
}
