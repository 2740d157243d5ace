package io.calotype.media.geometry;

/// The part of a picture that `cover` keeps when it crops: a direction, the picture's content, or a
/// point.
public sealed interface Anchor permits Gravity, Focus, UsualAnchor {
  /// The text in options, for example `northeast` or `0.25,0.5`.
  String text();

  /// Returns how a picture scaled to `scaled` is cropped to `size`, which is smaller in at least
  /// one direction. Two anchors that keep the same pixels return equal framings.
  Framing cropping(Dimensions scaled, Dimensions size);
}
