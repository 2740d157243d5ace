package io.calotype.video;

import io.calotype.media.geometry.Dimensions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Facts of a video.
///
/// @param size as displayed: rotated, and with square pixels
/// @param duration never negative; zero if unknown
/// @param videoCodec ffmpeg's name, for example `h264`
/// @param audioCodec null if it has no sound
/// @param alpha whether its pixels can be transparent
/// @param highDynamicRange whether it has a high dynamic range (PQ or HLG)
/// @param position whether it contains its location
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
