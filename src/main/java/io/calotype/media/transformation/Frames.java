package io.calotype.media.transformation;

/// The frames of an animation that a rendition shows.
public enum Frames {
  /// A still.
  FIRST,
  /// The whole animation.
  ALL
}
