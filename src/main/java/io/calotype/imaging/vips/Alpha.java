package io.calotype.imaging.vips;

import io.calotype.media.geometry.Color;

/// Operations on transparency: detection, premultiplication for resizing, removal.
final class Alpha {
  private static final int OPAQUE = 255;

  private Alpha() {}

  /// The picture without its last band.
  static Raster without(Raster picture) {
    return bands(picture, 0, picture.bands() - 1);
  }

  /// The picture flattened onto a colour.
  static Raster on(Color color, Raster picture) {
    Raster coloured = color.equals(Color.WHITE) ? picture : ColorConversion.colored(picture);
    return coloured
        .then("flatten")
        .with("background", ColorConversion.array(color, coloured))
        .image();
  }

  /// Whether every pixel of an 8-bit picture with alpha is opaque.
  static boolean opaque(Raster picture) {
    return last(picture).then("min").number() >= OPAQUE;
  }

  /// A mask of the pixels of an 8-bit picture that are not opaque: one band, 255 there and 0
  /// elsewhere.
  static Raster holes(Raster picture) {
    return last(picture)
        .then("relational_const")
        .with("relational", "less")
        .with("c", OPAQUE)
        .image();
  }

  /// The 8-bit picture with every colour multiplied by its alpha, for computations.
  static Raster premultiplied(Raster picture) {
    return picture.then("premultiply").image().then("cast").with("format", "uchar").image();
  }

  /// The inverse of [#premultiplied], except for rounding.
  static Raster unpremultiplied(Raster picture) {
    Raster colours = picture.then("unpremultiply").image();
    Raster rounded = colours.then("round").with("round", "rint").image();
    return rounded.then("cast").with("format", "uchar").image();
  }

  /// The last band alone.
  static Raster last(Raster picture) {
    return bands(picture, picture.bands() - 1, 1);
  }

  private static Raster bands(Raster picture, int first, int count) {
    return picture.then("extract_band").with("band", first).with("n", count).image();
  }
}
