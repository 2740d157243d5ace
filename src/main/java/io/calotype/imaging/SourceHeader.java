package io.calotype.imaging;

import io.calotype.media.Facts;
import io.calotype.media.geometry.Dimensions;
import org.jspecify.annotations.Nullable;

/// The properties that a source declares, read before a pixel is decoded.
///
/// @param size as displayed, with the orientation applied
/// @param alpha whether it has an alpha channel
/// @param frames the number of frames of its animation; 1 for a still
/// @param orientation the EXIF orientation in which it is stored, 1 to 8
/// @param profile the name of its colour profile; null if it has none or one equivalent to sRGB
/// @param progressive whether it is stored in passes over the whole picture (a progressive JPEG, an
///   interlaced PNG), so that a decoder holds all of it
/// @param position whether it contains a geographic position
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

  /// The part of the header that clients can see.
  public Facts facts() {
    return new Facts(frames, alpha, orientation, profile, null, position);
  }
}
