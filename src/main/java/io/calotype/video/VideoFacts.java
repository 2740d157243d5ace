package io.calotype.video;

import io.calotype.media.Dimensions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a video is.
///
/// @param size as displayed: rotated, and with square pixels
/// @param duration never negative; zero where nobody knows
/// @param videoCodec as ffmpeg calls it, for example `h264`
/// @param audioCodec null where it is silent
/// @param alpha whether its pixels can be transparent
/// @param highDynamicRange whether it is brighter than a usual screen (PQ or HLG)
/// @param position whether it says where it was taken
public record VideoFacts(
    Dimensions size,
    Duration duration,
    String videoCodec,
    @Nullable String audioCodec,
    boolean alpha,
    boolean highDynamicRange,
    boolean position) {
  public VideoFacts {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("no such duration: " + duration);
    }
  }
}
