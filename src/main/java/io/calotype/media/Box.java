package io.calotype.media;

/// What a picture is to fit, before the picture is known.
///
/// @param width pixels; 0 leaves it open
/// @param height pixels; 0 leaves it open
/// @param fit how the picture comes into it; where a side is open, always inside
/// @param anchor the part that is kept where it is cut
public record Box(int width, int height, Fit fit, Anchor anchor) {
  /// The largest rendition that is made of what has no size of its own, and the largest canvas, in
  /// pixels.
  static final long MAX_PIXELS = 24_000_000;

  public Box {
    if (width < 0 || height < 0 || width + height == 0) {
      throw new IllegalArgumentException("no such box: " + width + "x" + height);
    }
    if (width == 0 || height == 0) {
      fit = Fit.INSIDE;
    }
  }

  /// A square that pictures are fitted inside.
  public static Box square(int side) {
    return new Box(side, side, Fit.INSIDE, Gravity.CENTER);
  }

  /// The same box, for a screen with `density` pixels where a page counts one.
  public Box times(double density) {
    return new Box(scaled(width, density), scaled(height, density), fit, anchor);
  }

  private static int scaled(int length, double scale) {
    return length == 0 ? 0 : atLeastOne(length * scale);
  }

  /// What a picture becomes in it.
  ///
  /// @param picture its size
  /// @param most how many times its size it may become; a box that is too large for that becomes
  ///   smaller, keeping its proportions, until the picture fills it
  /// @param maxSide the longest side that comes out
  /// @param background what a canvas is filled with
  Framed frame(Dimensions picture, double most, int maxSide, Color background) {
    return switch (fit) {
      case INSIDE -> new Framed(inside(picture, most, maxSide), Framing.SCALED);
      case COVER -> cover(picture, shrunk(picture, most, maxSide));
      case CONTAIN -> contain(picture, shrunk(picture, most, maxSide), background);
    };
  }

  /// A size, and how a picture comes into it.
  record Framed(Dimensions size, Framing framing) {}

  private Dimensions inside(Dimensions picture, double most, int maxSide) {
    double across = width == 0 ? Double.MAX_VALUE : (double) width / picture.width();
    double down = height == 0 ? Double.MAX_VALUE : (double) height / picture.height();
    double scale = Math.min(most, Math.min(across, down));
    Dimensions size = picture.times(scale).inside(maxSide);
    return scale > 1 ? size.within(MAX_PIXELS) : size;
  }

  private Dimensions shrunk(Dimensions picture, double most, int maxSide) {
    double across = most * picture.width() / width;
    double down = most * picture.height() / height;
    double scale = fit == Fit.COVER ? Math.min(across, down) : Math.max(across, down);
    Dimensions box = new Dimensions(width, height);
    Dimensions shrunk = box.times(Math.min(1, scale)).inside(maxSide).within(MAX_PIXELS);
    return fit == Fit.COVER && most > 1 ? drawable(picture, shrunk, maxSide) : shrunk;
  }

  /// A box whose cover of a thin drawing can be drawn.
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

  private static int atLeastOne(double length) {
    return Math.max(1, (int) Math.round(length));
  }
}
