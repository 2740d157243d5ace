package io.calotype.imaging.vips;

import io.calotype.imaging.ShrinkFactor;
import io.calotype.imaging.color.ColorEncoding;
import io.calotype.media.transformation.ColorProfile;
import java.util.Optional;

/// A decoded and reduced source from which renditions are cut: 8-bit samples in the delivered
/// colours, in stored orientation.
///
/// @param straight the pixels with plain colours
/// @param scalable the pixels for resizing, with every colour multiplied by its alpha
/// @param opaque whether every pixel of the whole source is opaque; then both are the same, without
///   alpha
record BaseImage(Raster straight, Raster scalable, boolean opaque) {
  /// The parameters of decoding.
  ///
  /// @param reduction the factor by which the source is shrunk
  /// @param scale the scale at which a vector is drawn; 1 for any other source
  /// @param profile the colour profile of the picture
  record Decoding(ShrinkFactor reduction, double scale, ColorProfile profile) {}

  /// Decodes `source`. Keeps the pixels in memory if `shared`: more than one rendition is cut from
  /// them.
  static BaseImage decode(OpenSource source, Decoding decoding, boolean shared) {
    ShrinkFactor none = new ShrinkFactor(1);
    ShrinkFactor reduction = decoding.reduction();
    boolean alpha = source.header().alpha();
    boolean onLoad = source.loader().shrinks(alpha);
    Raster loaded = source.decoded(onLoad ? reduction : none, decoding.scale());
    Making made = new Making(decoding.profile(), shared, source.encoding());
    return made.base(loaded, onLoad ? none : reduction);
  }

  /// The base of a single frame.
  static BaseImage of(Raster frame, ColorProfile profile) {
    return new Making(profile, false, Optional.empty()).base(frame, new ShrinkFactor(1));
  }

  /// The same base, whose further steps belong to `scope`.
  BaseImage in(NativeScope scope) {
    return new BaseImage(straight.in(scope), scalable.in(scope), opaque);
  }

  /// The parameters for all bases of one job.
  private record Making(ColorProfile profile, boolean shared, Optional<ColorEncoding> encoding) {
    BaseImage base(Raster loaded, ShrinkFactor reduction) {
      if (!loaded.alpha()) {
        return opaque(shrunk(loaded, reduction));
      }
      if (encoding.isEmpty()) {
        return transparent(ColorConversion.eightBit(loaded), reduction);
      }
      Raster srgb =
          ColorConversion.srgb(loaded, encoding.get()); // before 8 bits, which lose too much
      return new Making(profile, shared, Optional.empty()).transparent(srgb, reduction);
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

    /// Shrinks the picture and tests its opacity in one pass. The mask of transparent pixels is
    /// averaged as one more band. A single such pixel in a box leaves a value above 0.
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
      return switch (profile) {
        case SOURCE -> ColorConversion.own(picture);
        case SRGB -> ColorConversion.srgb(picture);
      };
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
