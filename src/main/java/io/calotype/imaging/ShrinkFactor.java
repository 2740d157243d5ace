package io.calotype.imaging;

import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;

/// The factor by which a source is shrunk during decoding, the first step to every rendition of it.
///
/// It depends on the source and the size of the rendition only. It is the same for all sizes up to
/// [#SHARED_SIDE] pixels, so that these share one decoded picture. A rendition therefore has the
/// same bytes whether it is made alone or with others (ADR-0002).
///
/// @param factor at least 1, on both axes
public record ShrinkFactor(int factor) {
  /// The side in pixels up to which all renditions of a source share one decoded picture.
  public static final int SHARED_SIDE = 800;

  private static final int MAX_BOX = 16;
  private static final int MAX_DCT = 8;

  /// The factor for a source of that type and size and a rendition with that long side.
  ///
  /// The decoders of JPEG and WebP filter well enough to need little further scaling. Box averaging
  /// leaves a factor of two for a better filter. The factor never exceeds the short side: a decoder
  /// refuses to shrink a picture to less than one pixel.
  public static ShrinkFactor of(MediaType type, Dimensions source, int rendition) {
    int needed = Math.max(rendition, SHARED_SIDE);
    int max = Math.min(source.longSide() / needed, source.shortSide());
    int half = Math.min(source.longSide() / (2 * needed), source.shortSide());
    return switch (type) {
      case JPEG -> new ShrinkFactor(powerOfTwo(max));
      case WEBP -> new ShrinkFactor(Math.max(1, max));
      case SVG, ICO -> new ShrinkFactor(1);
      default -> new ShrinkFactor(Math.clamp(half, 1, MAX_BOX));
    };
  }

  private static int powerOfTwo(int atMost) {
    return Math.clamp(Integer.highestOneBit(atMost), 1, MAX_DCT);
  }
}
