package io.calotype.imaging.vips;

import io.calotype.imaging.ShrinkFactor;
import io.calotype.imaging.color.ColorEncoding;
import java.util.Optional;

/// A decoded source, reduced, in 8-bit colours as they are delivered, not yet turned upright: what
/// renditions are cut from.
///
/// @param straight its pixels, where they are wanted as they are
/// @param scalable its pixels, where they are to be resized: every colour times its alpha
/// @param opaque whether every pixel of the whole source is; then both are the same, without alpha
record BaseImage(Raster straight, Raster scalable, boolean opaque) {
  /// How a source is decoded.
  ///
  /// @param reduction by how much it is shrunk
  /// @param scale how large a vector is drawn; 1 for any other
  /// @param ownColors whether it stays in the colours of its profile
  record Decoding(ShrinkFactor reduction, double scale, boolean ownColors) {}

  /// Decodes `source`. Its pixels are kept in memory where they are `shared`: where more than one
  /// rendition will be cut from them.
  static BaseImage decode(OpenSource source, Decoding decoding, boolean shared) {
    ShrinkFactor none = new ShrinkFactor(1);
    ShrinkFactor reduction = decoding.reduction();
    boolean alpha = source.header().alpha();
    boolean onLoad = source.loader().shrinks(alpha);
    Raster loaded = source.decoded(onLoad ? reduction : none, decoding.scale());
    Making made = new Making(decoding.ownColors(), shared, source.encoding());
    return made.base(loaded, onLoad ? none : reduction);
  }

  /// The base that is one frame.
  static BaseImage of(Raster frame, boolean ownColors) {
    return new Making(ownColors, false, Optional.empty()).base(frame, new ShrinkFactor(1));
  }

  /// The same base, whose further steps belong to `scope`.
  BaseImage in(NativeScope scope) {
    return new BaseImage(straight.in(scope), scalable.in(scope), opaque);
  }

  /// How bases are made of one job.
  private record Making(boolean ownColors, boolean shared, Optional<ColorEncoding> encoding) {
    BaseImage base(Raster loaded, ShrinkFactor reduction) {
      if (!loaded.alpha()) {
        return opaque(shrunk(loaded, reduction));
      }
      if (encoding.isEmpty()) {
        return transparent(ColorConversion.eightBit(loaded), reduction);
      }
      Raster srgb =
          ColorConversion.srgb(loaded, encoding.get()); // 8 bits of its own colours are too few
      return new Making(ownColors, shared, Optional.empty()).transparent(srgb, reduction);
    }

    private BaseImage opaque(Raster picture) {
      Raster kept = kept(coloured(picture));
      return new BaseImage(kept, kept, true);
    }

    private BaseImage transparent(Raster loaded, ShrinkFactor reduction) {
      return reduction.factor() == 1 ? whole(loaded.inMemory()) : averaged(loaded, reduction);
    }

    private BaseImage whole(Raster picture) {
      return Alpha.opaque(picture) ? opaque(Alpha.without(picture)) : holed(picture);
    }

    /// One pass for both questions: the holes travel through the averaging as one more band, where
    /// a single one among the pixels of a box leaves something that is not nothing.
    private BaseImage averaged(Raster loaded, ShrinkFactor reduction) {
      Raster both = Alpha.premultiplied(loaded).and(Alpha.holes(loaded));
      Raster small = shrunk(both, reduction).inMemory();
      boolean opaque = Alpha.last(small).then("max").number() == 0;
      Raster picture = Alpha.unpremultiplied(Alpha.without(small));
      return opaque ? opaque(Alpha.without(picture)) : holed(picture);
    }

    private BaseImage holed(Raster picture) {
      Raster straight = kept(coloured(picture));
      return new BaseImage(straight, kept(Alpha.premultiplied(straight)), false);
    }

    private Raster coloured(Raster picture) {
      if (encoding.isPresent() && !picture.cmyk()) {
        return ColorConversion.srgb(picture, encoding.get());
      }
      return ownColors ? ColorConversion.own(picture) : ColorConversion.srgb(picture);
    }

    private Raster kept(Raster picture) {
      return shared ? picture.inMemory() : picture;
    }
  }

  private static Raster shrunk(Raster picture, ShrinkFactor reduction) {
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
