package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// A named rendition.
///
/// @param name as in URLs
/// @param transformation the transformation of any picture
/// @param format its format; null leaves it to the URL
/// @param moving whether it shows three seconds of a video
public record Preset(
    String name, Transformation transformation, @Nullable Format format, boolean moving) {
  /// The whole picture, which has no name.
  public static final Preset WHOLE = new Preset("", Transformation.WHOLE, null, false);

  /// 200 pixels, for lists and avatars.
  public static final Preset SMALL = square("small", 200);

  /// 400 pixels, for grids.
  public static final Preset MEDIUM = square("medium", 400);

  /// 800 pixels, for a picture in a text.
  public static final Preset LARGE = square("large", 800);

  /// Three seconds of a video, or all of an animation, inside 320 pixels.
  public static final Preset PREVIEW =
      new Preset(
          "preview",
          new Transformation(Box.square(320), 0, 1, Color.WHITE, false, false, false),
          Format.WEBP,
          true);

  private static Preset square(String name, int side) {
    return new Preset(name, Transformation.square(side), null, false);
  }

  /// Returns this preset with another transformation.
  public Preset with(Transformation other) {
    return new Preset(name, other, format, moving);
  }

  /// Returns the spec of this preset for a picture, in the format `made`.
  ///
  /// @param type the type of the picture's source
  public RenditionSpec of(MediaType type, Picture picture, Format made) {
    boolean filmed =
        moving && !transformation.still() && made.animates() && picture.facts().clip() != null;
    return filmed
        ? PREVIEW.transformation.of(type, picture, made).inMotion()
        : transformation.of(type, picture, made);
  }
}
