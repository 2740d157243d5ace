package io.calotype.imaging;

import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;

/// One rendition to make.
///
/// @param spec its exact size, format and quality
public record Output(RenditionSpec spec, Variant variant) {
  /// The forms in which an output may be made.
  public enum Variant {
    /// A rendition that is exactly as specified.
    EXACT,
    /// A rendition that every client can display: a PNG of the same size if a pixel is not opaque.
    DISPLAY,
    /// The source of later renditions, and a PNG as for [#DISPLAY]. As a JPEG it is baseline, which
    /// is decoded several times as fast as a progressive one (ADR-0010).
    MASTER
  }

  /// Exactly this rendition.
  public static Output of(RenditionSpec spec) {
    return new Output(spec, Variant.EXACT);
  }

  /// A rendition that every client can display: this JPEG, or a PNG if a pixel is not opaque.
  public static Output jpegOrPng(RenditionSpec jpeg) {
    return new Output(requireJpeg(jpeg), Variant.DISPLAY);
  }

  /// A master: this JPEG, or a PNG if a pixel is not opaque.
  public static Output master(RenditionSpec jpeg) {
    return new Output(requireJpeg(jpeg), Variant.MASTER);
  }

  private static RenditionSpec requireJpeg(RenditionSpec jpeg) {
    if (jpeg.format() != Format.JPEG) {
      throw new IllegalArgumentException("not a JPEG: " + jpeg);
    }
    return jpeg;
  }

  /// Whether to make a PNG of the same size instead if a pixel is not opaque.
  public boolean pngWhereTransparent() {
    return variant != Variant.EXACT;
  }
}
