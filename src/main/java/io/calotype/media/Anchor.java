package io.calotype.media;

/// The part of a picture that stays in view where `cover` cuts it: a direction, the picture's
/// content, or a point.
public sealed interface Anchor permits Gravity, Focus {
  /// The word or the numbers in options, for example `northeast` or `0.25,0.5`.
  String text();

  /// How a picture that was scaled to `scaled` is cut to `size`, which is smaller in at least one
  /// direction. Two anchors that keep the same pixels return equal framings.
  Framing cropping(Dimensions scaled, Dimensions size);
}
