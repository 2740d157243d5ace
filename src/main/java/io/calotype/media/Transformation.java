package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// A requested transformation of any picture: the options of a URL, or a preset.
///
/// @param box the target box; null for the whole picture
/// @param quality 1 to 100; 0 for the format's default
/// @param density device pixels per CSS pixel
/// @param background the colour behind a picture that cannot be transparent, and around it on a
///   canvas
/// @param still whether only the first frame of an animation is requested
/// @param ownColors whether to keep the picture's own colour profile
/// @param grows whether a drawing may be larger than its declared size
public record Transformation(
    @Nullable Box box,
    int quality,
    double density,
    Color background,
    boolean still,
    boolean ownColors,
    boolean grows) {
  /// The whole picture.
  public static final Transformation WHOLE =
      new Transformation(null, 0, 1, Color.WHITE, false, false, false);

  /// Maximum frames of an animation. [#MAX_ANIMATED_PIXELS] limits the pixels of all frames
  /// together, before and after. An animation beyond a limit is rendered as a still.
  private static final int MAX_FRAMES = 3000;

  private static final long MAX_ANIMATED_PIXELS = 100_000_000;

  /// Returns a still inside a square.
  public static Transformation square(int side) {
    return new Transformation(Box.square(side), 0, 1, Color.WHITE, true, false, false);
  }

  /// Returns this transformation at that quality.
  public Transformation withQuality(int wanted) {
    return new Transformation(box, wanted, density, background, still, ownColors, grows);
  }

  /// Resolves it to the rendition of a picture in `format`.
  ///
  /// @param type the type of the picture's source
  public RenditionSpec of(MediaType type, Picture picture, Format format) {
    Box.Framed framed = onColor(framed(type.vector(), picture.size(), format), picture);
    boolean moving = moves(type, picture, format, framed.size());
    boolean padded = framed.framing() instanceof Framing.Padded;
    return new RenditionSpec(
        framed.size(),
        format,
        format.quality() == 0 || quality == 0 ? format.quality() : quality,
        moving ? steady(framed.framing()) : framed.framing(),
        !picture.opaque() && format == Format.JPEG && !padded ? background : Color.WHITE,
        moving,
        ownColors && picture.facts().profile() != null);
  }

  /// A canvas is filled wherever the picture is not opaque.
  private Box.Framed onColor(Box.Framed framed, Picture picture) {
    boolean canvas = box != null && box.fit() == Fit.CONTAIN && !picture.opaque();
    return canvas ? new Box.Framed(framed.size(), new Framing.Padded(background)) : framed;
  }

  private Box.Framed framed(boolean vector, Dimensions picture, Format format) {
    if (box != null) {
      double drawn = grows ? Double.MAX_VALUE : density;
      double most = vector ? drawn : 1;
      return box.times(density).frame(picture, most, format.maxSide(), background);
    }
    Dimensions size = vector ? picture.times(density).within(Box.MAX_PIXELS) : picture;
    return new Box.Framed(size.inside(format.maxSide()), Framing.SCALED);
  }

  /// All frames of an animation are cropped alike: a crop by content becomes a centred one.
  private static Framing steady(Framing framing) {
    return framing instanceof Framing.Cropped(Gravity gravity) && gravity.byContent()
        ? new Framing.Cropped(Gravity.CENTER)
        : framing;
  }

  private boolean moves(MediaType type, Picture picture, Format format, Dimensions size) {
    long frames = picture.facts().frames();
    return !still
        && type.animates()
        && format.animates()
        && frames > 1
        && frames <= MAX_FRAMES
        && picture.facts().orientation() == 1
        && frames * Math.max(size.pixels(), picture.size().pixels()) <= MAX_ANIMATED_PIXELS;
  }
}
