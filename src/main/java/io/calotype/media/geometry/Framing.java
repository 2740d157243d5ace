package io.calotype.media.geometry;

/// How a picture is fitted to a size with other proportions.
public sealed interface Framing {
  /// Scaling only.
  Framing SCALED = new Scaled();

  /// Scaled to the given sides.
  record Scaled() implements Framing {}

  /// Scaled until it fills the size, then cropped.
  ///
  /// @param gravity the part that is kept
  record Cropped(Gravity gravity) implements Framing {}

  /// Scaled until it fills the size, then cropped at a pixel that no [Gravity] starts at.
  ///
  /// @param left the first column of the scaled picture that is kept
  /// @param top the first row that is kept
  record Cut(int left, int top) implements Framing {}

  /// Scaled until it fits into the size. The rest and transparent areas are filled.
  ///
  /// @param background the fill colour
  record Padded(Color background) implements Framing {}
}
