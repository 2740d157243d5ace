package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// A named rendition.
///
/// @param name as in URLs
/// @param transformation what it is of any picture
/// @param format what it is made in; null leaves it to the URL
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

  /// This preset with another order.
  public Preset with(Transformation other) {
    return new Preset(name, other, format, moving);
  }

  /// This preset of a picture, made in `made`.
  ///
  /// @param type what the picture is made from
  public RenditionSpec of(MediaType type, Picture picture, Format made) {
    boolean filmed =
        moving && !transformation.still() && made.animates() && picture.facts().clip() != null;
    return filmed
        ? PREVIEW.transformation.of(type, picture, made).inMotion()
        : transformation.of(type, picture, made);
  }
}
