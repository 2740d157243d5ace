package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// Facts of a picture beside its size. None of them identifies the photographer.
///
/// @param frames number of frames of an animation; 1 for a still, whose pages do not count
/// @param alpha whether it has an alpha channel
/// @param orientation its stored EXIF orientation, 1 to 8; it is delivered as 1
/// @param profile the name of its colour profile; null without one, or if it equals sRGB
/// @param clip the video that it is a frame of; null for a picture
/// @param position whether the file contains its location
public record Facts(
    int frames,
    boolean alpha,
    int orientation,
    @Nullable String profile,
    @Nullable VideoInfo clip,
    boolean position) {
  /// The facts of an upright opaque still in sRGB.
  public static final Facts PLAIN = new Facts(1, false, 1, null, null);

  /// Creates the facts of a file without a location.
  public Facts(
      int frames,
      boolean alpha,
      int orientation,
      @Nullable String profile,
      @Nullable VideoInfo clip) {
    this(frames, alpha, orientation, profile, clip, false);
  }

  /// Returns the same facts for a single frame.
  Facts still() {
    return ofFrames(1);
  }

  /// Returns the same facts for an animation of `count` frames.
  public Facts ofFrames(int count) {
    return new Facts(count, alpha, orientation, profile, clip, position);
  }

  /// Returns the same facts for a frame of `video`.
  ///
  /// @param located whether the video contains its location
  public Facts of(VideoInfo video, boolean located) {
    return new Facts(frames, alpha, orientation, profile, video, located);
  }
}
