package io.calotype.imaging.vips;

import io.calotype.imaging.Reduction;

/// A decoded source, reduced, in 8-bit sRGB, not yet turned upright: what renditions are cut from.
///
/// @param picture its pixels; in memory where it is used more than once
/// @param opaque whether every pixel of the whole source is; then `picture` has no alpha
record Base(Raster picture, boolean opaque) {

  /// Decodes `source`.
  ///
  /// @param shared whether more than one rendition will be cut from it
  static Base decode(OpenSource source, Reduction reduction, boolean shared) {
    boolean alpha = source.header().alpha();
    boolean onLoad = source.loader().shrinks(alpha);
    Raster loaded = Colours.eightBit(source.load(onLoad ? reduction : new Reduction(1)));
    Reduction rest = onLoad ? new Reduction(1) : reduction;
    Base raw = alpha ? transparent(loaded, rest) : new Base(shrunk(loaded, rest), true);
    return raw.finished(shared);
  }

  /// The same base, whose further steps belong to `scope`.
  Base in(Scope scope) {
    return new Base(picture.in(scope), opaque);
  }

  private Base finished(boolean shared) {
    Raster srgb = Colours.srgb(picture);
    return new Base(shared ? srgb.inMemory() : srgb, opaque);
  }

  private static Base transparent(Raster loaded, Reduction reduction) {
    return reduction.factor() == 1 ? whole(loaded.inMemory()) : averaged(loaded, reduction);
  }

  private static Base whole(Raster picture) {
    boolean opaque = Alpha.opaque(picture);
    return new Base(opaque ? Alpha.without(picture) : picture, opaque);
  }

  /// One pass for both questions: the holes travel through the averaging as one more band, where a
  /// single one among the pixels of a box leaves something that is not nothing.
  private static Base averaged(Raster loaded, Reduction reduction) {
    Raster both = Alpha.premultiplied(loaded).and(Alpha.holes(loaded));
    Raster small = shrunk(both, reduction).inMemory();
    boolean opaque = Alpha.last(small).then("max").number() == 0;
    Raster picture = Alpha.unpremultiplied(Alpha.without(small));
    return new Base(opaque ? Alpha.without(picture) : picture, opaque);
  }

  private static Raster shrunk(Raster picture, Reduction reduction) {
    if (reduction.factor() == 1) {
      return picture;
    }
    return picture
        .then("shrink")
        .with("hshrink", reduction.factor())
        .with("vshrink", reduction.factor())
        .with("ceil", true)
        .image();
  }
}
