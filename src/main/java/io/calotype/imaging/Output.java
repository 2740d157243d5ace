package io.calotype.imaging;

import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;

/// One rendition to make.
///
/// @param spec its exact size, format and quality
/// @param pngWhereTransparent whether to make a PNG of the same size instead if a pixel is not
///   opaque
public record Output(RenditionSpec spec, boolean pngWhereTransparent) {

  /// Exactly this rendition.
  public static Output of(RenditionSpec spec) {
    return new Output(spec, false);
  }

  /// A rendition that every client can display: this JPEG, or a PNG if a pixel is not opaque.
  public static Output jpegOrPng(RenditionSpec jpeg) {
    if (jpeg.format() != Format.JPEG) {
      throw new IllegalArgumentException("not a JPEG: " + jpeg);
    }
    return new Output(jpeg, true);
  }
}
