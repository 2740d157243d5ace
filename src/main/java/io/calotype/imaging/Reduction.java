package io.calotype.imaging;

import io.calotype.media.MediaType;

/// By how much a source is shrunk while it is decoded: the first step to every rendition of it.
///
/// It follows from the source and the rendition's size alone, and is the same for everything up to
/// [#SHARED_SIDE] pixels, so that those are made from one decoded picture and a rendition is the
/// same bytes whether it is made with others or alone (ADR-0002).
///
/// @param factor at least 1, on both axes
public record Reduction(int factor) {
  /// The side up to which all renditions of a source share one decoded picture.
  public static final int SHARED_SIDE = 800;

  private static final int MAX_BOX = 16;
  private static final int MAX_DCT = 8;

  /// The reduction of a source of that type and long side for a rendition with that long side.
  ///
  /// The decoders of JPEG and WebP filter well enough to leave little for us to do; what we average
  /// in boxes leaves a factor of two for a better filter.
  public static Reduction of(MediaType type, int source, int rendition) {
    int wanted = Math.max(rendition, SHARED_SIDE);
    return switch (type) {
      case JPEG -> new Reduction(powerOfTwo(source / wanted));
      case WEBP -> new Reduction(Math.max(1, source / wanted));
      case SVG, ICO -> new Reduction(1);
      default -> new Reduction(Math.clamp(source / (2L * wanted), 1, MAX_BOX));
    };
  }

  private static int powerOfTwo(int atMost) {
    return Math.clamp(Integer.highestOneBit(atMost), 1, MAX_DCT);
  }
}
