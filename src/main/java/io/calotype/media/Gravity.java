package io.calotype.media;

import java.util.Locale;

/// What is kept of a picture that is cut to a box.
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
  /// Where the eye goes first: edges, saturated colours, skin.
  ATTENTION(0, 0),
  /// Where there is most to see: the highest entropy.
  ENTROPY(0, 0);

  private final int horizontal;
  private final int vertical;

  Gravity(int horizontal, int vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /// The word in options, for example `northeast`.
  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether the picture itself decides.
  public boolean byContent() {
    return this == ATTENTION || this == ENTROPY;
  }

  /// Where the part that is kept begins, of `excess` pixels that are cut off across.
  public int left(int excess) {
    return excess * (horizontal + 1) / 2;
  }

  /// Where the part that is kept begins, of `excess` pixels that are cut off from top to bottom.
  public int top(int excess) {
    return excess * (vertical + 1) / 2;
  }

  /// The gravity that keeps the same part, and has no say where it makes no difference.
  ///
  /// @param across how many pixels of the width are cut off
  /// @param down how many of the height
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
