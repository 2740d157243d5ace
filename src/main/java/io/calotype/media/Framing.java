package io.calotype.media;

/// How a picture comes into a size that is not its own.
public sealed interface Framing {
  /// It is scaled, and that is all.
  Framing SCALED = new Scaled();

  /// It is scaled until its sides are those wanted.
  record Scaled() implements Framing {}

  /// It is scaled until it fills the size, and cut.
  ///
  /// @param gravity what is kept
  record Cropped(Gravity gravity) implements Framing {}

  /// It is scaled until it fills the size, and cut from a pixel that no [Gravity] begins at.
  ///
  /// @param left the first column of the scaled picture that is kept
  /// @param top the first row that is kept
  record Cut(int left, int top) implements Framing {}

  /// It is scaled until it fits into the size; what is left is filled, and so is what is
  /// transparent.
  ///
  /// @param background what with
  record Padded(Color background) implements Framing {}
}
