package io.calotype.media;

/// One rendition of a picture, exactly: two requests that mean the same pixels are one spec.
///
/// It is resolved against the picture's own size, so a box larger than the picture and the whole
/// picture are the same spec, and nothing is ever enlarged (ADR-0003).
///
/// @param size of the rendition in pixels
/// @param format of the rendition
/// @param quality 1 to 100; 0 where the format has none
public record RenditionSpec(Dimensions size, Format format, int quality) {

  /// The whole picture, no longer than the format can carry.
  public static RenditionSpec whole(Dimensions picture, Format format) {
    return inside(picture, format.maxSide(), format);
  }

  /// The picture fitted inside a square of `side` pixels, at the format's own quality.
  public static RenditionSpec inside(Dimensions picture, int side, Format format) {
    int limit = Math.min(side, format.maxSide());
    return new RenditionSpec(picture.inside(limit), format, format.quality());
  }

  /// The canonical text, for example `400x225-q85`, or `400x225` in a lossless format. The format
  /// is the file's ending.
  public String canonical() {
    return quality == 0 ? size.toString() : size + "-q" + quality;
  }
}
