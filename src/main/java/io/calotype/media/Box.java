package io.calotype.media;

/// A target box for a picture of any size.
///
/// @param width pixels; 0 leaves it open
/// @param height pixels; 0 leaves it open
/// @param fit how the picture is fitted; always inside if a side is open
/// @param anchor the part that is kept when cropping
/// @param enlargement the pictures that are enlarged to fill the box
public record Box(int width, int height, Fit fit, Anchor anchor, Enlargement enlargement) {
  /// The largest rendition of a vector picture, and the largest canvas, in pixels.
  static final long MAX_PIXELS = 24_000_000;

  public Box {
    if (width < 0 || height < 0 || width + height == 0) {
      throw new IllegalArgumentException("no such box: " + width + "x" + height);
    }
    if (width == 0 || height == 0) {
      fit = Fit.INSIDE;
    }
  }

  /// Returns a square box that pictures are fitted inside and that enlarges none.
  public static Box square(int side) {
    return new Box(side, side, Fit.INSIDE, Gravity.CENTER, Enlargement.NONE);
  }

  /// Returns this box with `focus` as its anchor, if it has the usual one.
  Box focused(Focus focus) {
    return anchor instanceof UsualAnchor ? new Box(width, height, fit, focus, enlargement) : this;
  }

  /// Returns the box scaled by `density`, the device pixels per CSS pixel.
  public Box times(double density) {
    return new Box(scaled(width, density), scaled(height, density), fit, anchor, enlargement);
  }

  private static int scaled(int length, double scale) {
    return length == 0 ? 0 : atLeastOne(length * scale);
  }

  /// Returns the result of fitting a picture.
  ///
  /// @param picture its size
  /// @param maxScale maximum scale factor; a box that needs more is shrunk in proportion until the
  ///   picture fills it
  /// @param maxSide the longest side of the result
  /// @param background the colour that fills a canvas
  Framed frame(Dimensions picture, double maxScale, int maxSide, Color background) {
    return switch (fit) {
      case INSIDE -> new Framed(inside(picture, maxScale, maxSide), Framing.SCALED);
      case COVER -> cover(picture, shrunk(picture, maxScale, maxSide));
      case CONTAIN -> contain(picture, shrunk(picture, maxScale, maxSide), background);
    };
  }

  /// A size, and how a picture is fitted to it.
  record Framed(Dimensions size, Framing framing) {}

  private Dimensions inside(Dimensions picture, double maxScale, int maxSide) {
    double across = width == 0 ? Double.MAX_VALUE : (double) width / picture.width();
    double down = height == 0 ? Double.MAX_VALUE : (double) height / picture.height();
    double scale = Math.min(maxScale, Math.min(across, down));
    Dimensions size = picture.times(scale).inside(maxSide);
    return scale > 1 ? size.within(MAX_PIXELS) : size;
  }

  private Dimensions shrunk(Dimensions picture, double maxScale, int maxSide) {
    double across = maxScale * picture.width() / width;
    double down = maxScale * picture.height() / height;
    double scale = fit == Fit.COVER ? Math.min(across, down) : Math.max(across, down);
    Dimensions box = new Dimensions(width, height);
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

  private static int atLeastOne(double length) {
    return Math.max(1, (int) Math.round(length));
  }
}
