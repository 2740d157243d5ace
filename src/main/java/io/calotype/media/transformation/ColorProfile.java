package io.calotype.media.transformation;

/// The colour profile of a rendition.
public enum ColorProfile {
  /// Colours are converted to sRGB.
  SRGB,
  /// The profile of the source is kept.
  SOURCE
}
