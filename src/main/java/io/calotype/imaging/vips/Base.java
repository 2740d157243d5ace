package io.calotype.imaging.vips;

import io.calotype.imaging.Reduction;

/// A decoded source, reduced, in 8-bit sRGB, not yet turned upright: what renditions are cut from.
///
/// @param straight its pixels, where they are wanted as they are
/// @param scalable its pixels, where they are to be resized: every colour times its alpha
/// @param opaque whether every pixel of the whole source is; then both are the same, without alpha
record Base(Raster straight, Raster scalable, boolean opaque) {

  /// Decodes `source`. Its pixels are kept in memory where they are `shared`: where more than one
  /// rendition will be cut from them.
  static Base decode(OpenSource source, Reduction reduction, boolean shared) {
    Reduction none = new Reduction(1);
    boolean alpha = source.header().alpha();
    boolean onLoad = source.loader().shrinks(alpha);
    Raster loaded = Colours.eightBit(source.load(onLoad ? reduction : none));
    Reduction rest = onLoad ? none : reduction;
    return alpha ? transparent(loaded, rest, shared) : opaque(shrunk(loaded, rest), shared);
  }

  /// The same base, whose further steps belong to `scope`.
  Base in(Scope scope) {
    return new Base(straight.in(scope), scalable.in(scope), opaque);
  }

  private static Base opaque(Raster picture, boolean shared) {
    Raster kept = kept(Colours.srgb(picture), shared);
    return new Base(kept, kept, true);
  }

  private static Base transparent(Raster loaded, Reduction reduction, boolean shared) {
    return reduction.factor() == 1
        ? whole(loaded.inMemory(), shared)
        : averaged(loaded, reduction, shared);
  }

  private static Base whole(Raster picture, boolean shared) {
    return Alpha.opaque(picture) ? opaque(Alpha.without(picture), shared) : holed(picture, shared);
  }

  /// One pass for both questions: the holes travel through the averaging as one more band, where a
  /// single one among the pixels of a box leaves something that is not nothing.
  private static Base averaged(Raster loaded, Reduction reduction, boolean shared) {
    Raster both = Alpha.premultiplied(loaded).and(Alpha.holes(loaded));
    Raster small = shrunk(both, reduction).inMemory();
    boolean opaque = Alpha.last(small).then("max").number() == 0;
    Raster picture = Alpha.unpremultiplied(Alpha.without(small));
    return opaque ? opaque(Alpha.without(picture), shared) : holed(picture, shared);
  }

  private static Base holed(Raster picture, boolean shared) {
    Raster straight = kept(Colours.srgb(picture), shared);
    return new Base(straight, kept(Alpha.premultiplied(straight), shared), false);
  }

  private static Raster kept(Raster picture, boolean shared) {
    return shared ? picture.inMemory() : picture;
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
