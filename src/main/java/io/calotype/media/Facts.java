package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// What there is to know of a picture beside its size, and that says nothing of who took it.
///
/// @param frames how many frames its animation has; 1 for a still, whose pages do not count
/// @param alpha whether it has an alpha channel
/// @param orientation how it is stored, 1 to 8 as EXIF counts; it is delivered as 1
/// @param profile the name of the colour profile in it; null where that is none, or says no more
///   than sRGB
/// @param clip what it is a frame of; null for what is no video
/// @param position whether the file says where it was taken
public record Facts(
    int frames,
    boolean alpha,
    int orientation,
    @Nullable String profile,
    @Nullable VideoInfo clip,
    boolean position) {
  /// Those of an upright opaque still in sRGB.
  public static final Facts PLAIN = new Facts(1, false, 1, null, null);

  /// The facts of a file that does not say where it was taken.
  public Facts(
      int frames,
      boolean alpha,
      int orientation,
      @Nullable String profile,
      @Nullable VideoInfo clip) {
    this(frames, alpha, orientation, profile, clip, false);
  }

  /// The same facts of a single frame.
  Facts still() {
    return ofFrames(1);
  }

  /// The same facts of an animation of so many frames.
  public Facts ofFrames(int count) {
    return new Facts(count, alpha, orientation, profile, clip, position);
  }

  /// The same facts of a frame of `video`.
  ///
  /// @param located whether the video says where it was taken
  public Facts of(VideoInfo video, boolean located) {
    return new Facts(frames, alpha, orientation, profile, video, located);
  }
}
