package io.calotype.media.transformation;

import io.calotype.media.geometry.Anchor;
import io.calotype.media.geometry.Bounds;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Focus;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;
import io.calotype.media.geometry.UsualAnchor;

/// A target box for a picture of any size.
///
/// @param bounds its sides
/// @param fit how the picture is fitted; always inside if a side is open
/// @param anchor the part that is kept when cropping
/// @param enlargement the pictures that are enlarged to fill the box
public record Box(Bounds bounds, Fit fit, Anchor anchor, Enlargement enlargement) {
  /// The largest rendition of a vector picture, and the largest canvas, in pixels.
  static final long MAX_PIXELS = 24_000_000;

  public Box {
    fit = bounds instanceof Bounds.Both ? fit : Fit.INSIDE;
  }

  /// Returns a square box that pictures are fitted inside and that enlarges none.
  public static Box square(int side) {
    return new Box(Bounds.of(side, side), Fit.INSIDE, Gravity.CENTER, Enlargement.NONE);
  }

  /// Returns this box with `focus` as its anchor, if it has the usual one.
  Box focused(Focus focus) {
    return anchor instanceof UsualAnchor ? new Box(bounds, fit, focus, enlargement) : this;
  }

  /// Returns the box scaled by `density`, the device pixels per CSS pixel.
  public Box times(double density) {
    return new Box(bounds.times(density), fit, anchor, enlargement);
  }

  /// Returns the result of fitting a picture.
  ///
  /// @param picture its size
  /// @param maxScale maximum scale factor; a box that needs more is shrunk in proportion until the
  ///   picture fills it
  /// @param maxSide the longest side of the result
  /// @param background the colour that fills a canvas
  Framed frame(Dimensions picture, double maxScale, int maxSide, Color background) {
    if (fit == Fit.INSIDE || !(bounds instanceof Bounds.Both(Dimensions box))) {
      return new Framed(inside(picture, maxScale, maxSide), Framing.SCALED);
    }
    Dimensions size = shrunk(box, picture, maxScale, maxSide);
    return fit == Fit.COVER ? cover(picture, size) : contain(picture, size, background);
  }

  /// A size, and how a picture is fitted to it.
  record Framed(Dimensions size, Framing framing) {}

  private Dimensions inside(Dimensions picture, double maxScale, int maxSide) {
    double scale = Math.min(maxScale, bounds.scaleOf(picture));
    Dimensions size = picture.times(scale).inside(maxSide);
    return scale > 1 ? size.within(MAX_PIXELS) : size;
  }

  private Dimensions shrunk(Dimensions box, Dimensions picture, double maxScale, int maxSide) {
    double across = maxScale * picture.width() / box.width();
    double down = maxScale * picture.height() / box.height();
    double scale = fit == Fit.COVER ? Math.min(across, down) : Math.max(across, down);
    Dimensions shrunk = box.times(Math.min(1, scale)).inside(maxSide).within(MAX_PIXELS);
    return fit == Fit.COVER && maxScale > 1 ? drawable(picture, shrunk, maxSide) : shrunk;
  }

  /// Shrinks a box so that the scaled picture behind a cover of a thin drawing stays within the
  /// limits.
  private static Dimensions drawable(Dimensions picture, Dimensions box, int maxSide) {
    Dimensions drawn = picture.covering(box);
    Dimensions bounded = drawn.inside(maxSide).within(MAX_PIXELS);
    return box.times(Math.min(1, (double) bounded.longSide() / drawn.longSide()));
  }

  private Framed cover(Dimensions picture, Dimensions size) {
    Dimensions scaled = picture.covering(size);
    int across = scaled.width() - size.width();
    int down = scaled.height() - size.height();
    return across + down > 0
        ? new Framed(size, anchor.cropping(scaled, size))
        : new Framed(size, Framing.SCALED);
  }

  private static Framed contain(Dimensions picture, Dimensions size, Color background) {
    return picture.fitting(size).equals(size)
        ? new Framed(size, Framing.SCALED)
        : new Framed(size, new Framing.Padded(background));
  }
}
