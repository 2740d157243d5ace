package io.calotype.imaging;

import io.calotype.media.Dimensions;
import io.calotype.media.MediaType;

/// By how much a source is shrunk while it is decoded: the first step to every rendition of it.
///
/// It follows from the source and the rendition's size alone, and is the same for everything up to
/// [#SHARED_SIDE] pixels, so that those are made from one decoded picture and a rendition is the
/// same bytes whether it is made with others or alone (ADR-0002).
///
/// @param factor at least 1, on both axes
public record ShrinkFactor(int factor) {
  /// The side up to which all renditions of a source share one decoded picture.
  public static final int SHARED_SIDE = 800;

  private static final int MAX_BOX = 16;
  private static final int MAX_DCT = 8;

  /// The reduction of a source of that type and size for a rendition with that long side.
  ///
  /// The decoders of JPEG and WebP filter well enough to need little further scaling. Box averaging
  /// leaves a factor of two for a better filter. The factor never exceeds the short side: a decoder
  /// refuses to shrink a picture to less than one pixel.
  public static ShrinkFactor of(MediaType type, Dimensions source, int rendition) {
    int wanted = Math.max(rendition, SHARED_SIDE);
    int most = Math.min(source.longSide() / wanted, source.shortSide());
    int half = Math.min(source.longSide() / (2 * wanted), source.shortSide());
    return switch (type) {
      case JPEG -> new ShrinkFactor(powerOfTwo(most));
      case WEBP -> new ShrinkFactor(Math.max(1, most));
      case SVG, ICO -> new ShrinkFactor(1);
      default -> new ShrinkFactor(Math.clamp(half, 1, MAX_BOX));
    };
  }

  private static int powerOfTwo(int atMost) {
    return Math.clamp(Integer.highestOneBit(atMost), 1, MAX_DCT);
  }
}
