package io.calotype.imaging;

import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import org.jspecify.annotations.Nullable;

/// What a source claims about itself before a pixel is decoded.
///
/// @param size as displayed: orientation is applied
/// @param alpha whether it has an alpha channel
/// @param frames how many frames its animation has; 1 for a still
/// @param orientation how it is stored, 1 to 8 as EXIF counts
/// @param profile the name of its colour profile; null where there is none, or it says no more than
///   sRGB
/// @param progressive whether it comes in passes over the whole picture (a progressive JPEG, an
///   interlaced PNG), so that a decoder holds all of it
/// @param position whether it says where it was taken
public record SourceHeader(
    Dimensions size,
    boolean alpha,
    int frames,
    int orientation,
    @Nullable String profile,
    boolean progressive,
    boolean position) {

  /// The header of an upright still in sRGB.
  public static SourceHeader of(Dimensions size, boolean alpha) {
    return new SourceHeader(size, alpha, 1, 1, null, false, false);
  }

  /// What of it is told to people and programs.
  public Facts facts() {
    return new Facts(frames, alpha, orientation, profile, null, position);
  }
}
