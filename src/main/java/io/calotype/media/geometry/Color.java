package io.calotype.media.geometry;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// An opaque colour in sRGB.
///
/// @param rgb `0xrrggbb`
public record Color(int rgb) {
  /// The default background of a picture.
  public static final Color WHITE = new Color(0xffffff);

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{6}");
  private static final int DIGITS = 6;

  public Color {
    if (rgb < 0 || rgb > 0xffffff) {
      throw new IllegalArgumentException("no such colour: " + rgb);
    }
  }

  /// Parses `rrggbb`; empty if `text` is not a colour.
  public static Optional<Color> parse(String text) {
    return HEX.matcher(text).matches()
        ? Optional.of(new Color(HexFormat.fromHexDigits(text)))
        : Optional.empty();
  }

  /// Red, 0 to 255.
  public int red() {
    return rgb >> 16;
  }

  /// Green, 0 to 255.
  public int green() {
    return rgb >> 8 & 0xff;
  }

  /// Blue, 0 to 255.
  public int blue() {
    return rgb & 0xff;
  }

  /// `rrggbb`.
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(rgb, DIGITS);
  }
}
