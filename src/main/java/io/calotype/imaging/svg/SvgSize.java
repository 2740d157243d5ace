package io.calotype.imaging.svg;

import java.util.Optional;

/// The default size of a drawing that states none: a square of 512 pixels. libvips would use the
/// extent of its ink.
public final class SvgSize {
  private static final String SIZE = " width=\"512\" height=\"512\"";

  private SvgSize() {}

  /// The drawing with the default size; empty if it states a size, or is not an SVG.
  public static Optional<byte[]> stated(SvgText drawing) {
    return SvgRoot.find(drawing.text())
        .filter(root -> !root.sized())
        .map(root -> drawing.encoded(root.sized(SIZE)));
  }
}
