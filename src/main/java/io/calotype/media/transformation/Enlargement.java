package io.calotype.media.transformation;

/// The pictures that a box may enlarge.
public enum Enlargement {
  /// None. A drawing counts at its declared size.
  NONE,
  /// Drawings, which lose nothing. Other pictures are never enlarged.
  VECTORS
}
