package io.calotype.video;

import io.calotype.media.geometry.Dimensions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Facts of a video.
///
/// @param stream the track that is shown
/// @param duration never negative; zero if unknown
/// @param audioCodec null if it has no sound
/// @param position whether it contains its location
public record VideoFacts(
    VideoStream stream, Duration duration, @Nullable String audioCodec, boolean position) {
  public VideoFacts {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("no such duration: " + duration);
    }
  }

  /// The size as displayed: rotated, and with square pixels.
  public Dimensions size() {
    return stream.size();
  }

  /// ffmpeg's name of the codec of the pictures, for example `h264`.
  public String videoCodec() {
    return stream.codec();
  }

  /// Whether its pixels can be transparent.
  public boolean alpha() {
    return stream.alpha();
  }

  /// Whether it has a high dynamic range (PQ or HLG).
  public boolean highDynamicRange() {
    return stream.colours().highDynamicRange();
  }
}
