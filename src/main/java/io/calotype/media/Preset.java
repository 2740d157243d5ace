package io.calotype.media;

/// A named rendition: the picture fitted inside a square, never enlarged.
///
/// @param name as in URLs
/// @param side of the square in pixels
public record Preset(String name, int side) {
  /// 200 pixels, for lists and avatars.
  public static final Preset SMALL = new Preset("small", 200);

  /// 400 pixels, for grids.
  public static final Preset MEDIUM = new Preset("medium", 400);

  /// 800 pixels, for a picture in a text.
  public static final Preset LARGE = new Preset("large", 800);

  /// This preset of a picture of that size, in that format.
  public RenditionSpec of(Dimensions picture, Format format) {
    return RenditionSpec.inside(picture, side, format);
  }
}
