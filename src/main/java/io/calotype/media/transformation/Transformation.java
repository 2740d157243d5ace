package io.calotype.media.transformation;

import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Focus;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;
import org.jspecify.annotations.Nullable;

/// A requested transformation of any picture: the options of a URL, or a preset.
///
/// @param box the target box; null for the whole picture
/// @param density multiplies the box
/// @param quality null for the default of the format
/// @param background the colour behind a picture that cannot be transparent, and around it on a
///   canvas
/// @param frames the frames of an animation to show
/// @param profile the colour profile to deliver
public record Transformation(
    @Nullable Box box,
    PixelDensity density,
    @Nullable Quality quality,
    Color background,
    Frames frames,
    ColorProfile profile) {
  /// The whole picture.
  public static final Transformation WHOLE =
      new Transformation(null, PixelDensity.ONE, null, Color.WHITE, Frames.ALL, ColorProfile.SRGB);

  /// Maximum frames of an animation. An animation with more is rendered as a still.
  private static final int MAX_FRAMES = 3000;

  /// Maximum pixels of all frames together, in the original and in the rendition. An animation
  /// beyond it is rendered as a still.
  private static final long MAX_ANIMATED_PIXELS = 100_000_000;

  /// Returns the transformation that fits pictures into `box`.
  public static Transformation into(Box box) {
    return new Transformation(
        box, WHOLE.density, WHOLE.quality, WHOLE.background, WHOLE.frames, WHOLE.profile);
  }

  /// Returns this transformation with the default focus of a media; null for none.
  Transformation focused(@Nullable Focus focus) {
    return box == null || focus == null
        ? this
        : new Transformation(box.focused(focus), density, quality, background, frames, profile);
  }

  /// Returns this transformation at another pixel density.
  public Transformation withDensity(PixelDensity other) {
    return new Transformation(box, other, quality, background, frames, profile);
  }

  /// Returns this transformation at another quality; null is the default of the format.
  public Transformation withQuality(@Nullable Quality other) {
    return new Transformation(box, density, other, background, frames, profile);
  }

  /// Returns this transformation on another background.
  public Transformation withBackground(Color other) {
    return new Transformation(box, density, quality, other, frames, profile);
  }

  /// Returns this transformation with other frames.
  public Transformation withFrames(Frames other) {
    return new Transformation(box, density, quality, background, other, profile);
  }

  /// Returns this transformation with another colour profile.
  public Transformation withProfile(ColorProfile other) {
    return new Transformation(box, density, quality, background, frames, other);
  }

  /// Resolves it to the rendition of a picture in `format`.
  ///
  /// @param type the type of the picture's source
  public RenditionSpec of(MediaType type, Picture picture, Format format) {
    Box.Framed framed = onColor(framed(type.vector(), picture.size(), format), picture);
    boolean animated = animated(type, picture, format, framed.size());
    boolean padded = framed.framing() instanceof Framing.Padded;
    return new RenditionSpec(
        framed.size(),
        quality == null ? Encoding.of(format) : Encoding.of(format, quality),
        animated ? steady(framed.framing()) : framed.framing(),
        !picture.opaque() && format == Format.JPEG && !padded ? background : Color.WHITE,
        animated ? Frames.ALL : Frames.FIRST,
        picture.facts().profile() == null ? ColorProfile.SRGB : profile);
  }

  /// A canvas is filled wherever the picture is not opaque.
  private Box.Framed onColor(Box.Framed framed, Picture picture) {
    boolean canvas = box != null && box.fit() == Fit.CONTAIN && !picture.opaque();
    return canvas ? new Box.Framed(framed.size(), new Framing.Padded(background)) : framed;
  }

  private Box.Framed framed(boolean vector, Dimensions picture, Format format) {
    if (box != null) {
      return box.times(density.ratio())
          .frame(picture, maxScale(vector, box), format.maxSide(), background);
    }
    Dimensions size = vector ? picture.times(density.ratio()).within(Box.MAX_PIXELS) : picture;
    return new Box.Framed(size.inside(format.maxSide()), Framing.SCALED);
  }

  private double maxScale(boolean vector, Box target) {
    if (!vector) {
      return 1;
    }
    return switch (target.enlargement()) {
      case NONE -> density.ratio();
      case VECTORS -> Double.MAX_VALUE;
    };
  }

  /// All frames of an animation are cropped alike: a crop by content becomes a centred one.
  private static Framing steady(Framing framing) {
    return framing instanceof Framing.Cropped(Gravity gravity) && gravity.byContent()
        ? new Framing.Cropped(Gravity.CENTER)
        : framing;
  }

  private boolean animated(MediaType type, Picture picture, Format format, Dimensions size) {
    long count = picture.facts().frames();
    return frames == Frames.ALL
        && type.animates()
        && format.animates()
        && count > 1
        && count <= MAX_FRAMES
        && picture.facts().orientation() == 1
        && count * Math.max(size.pixels(), picture.size().pixels()) <= MAX_ANIMATED_PIXELS;
  }
}
