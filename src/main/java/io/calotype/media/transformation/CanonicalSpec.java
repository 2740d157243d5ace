package io.calotype.media.transformation;

import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the canonical text of a spec: the inverse of [RenditionSpec#canonical].
public final class CanonicalSpec {
  private static final String NUMBER = "([0-9]{1,6})";
  private static final String COLOR = "([0-9a-f]{6})";
  private static final Pattern FORM =
      Pattern.compile(
          NUMBER
              + "x"
              + NUMBER
              + "(?:-q"
              + NUMBER
              + ")?"
              + "(?:-crop-([a-z]+)|-cut-"
              + NUMBER
              + "-"
              + NUMBER
              + "|-pad-"
              + COLOR
              + ")?"
              + "(?:-on-"
              + COLOR
              + ")?(-moving)?(-own)?");

  private CanonicalSpec() {}

  /// Returns the spec with the canonical text `text` in `format`; empty if there is none.
  public static Optional<RenditionSpec> parse(String text, Format format) {
    Matcher parts = FORM.matcher(text);
    try {
      return parts.matches()
          ? Optional.of(spec(parts, format)).filter(spec -> spec.canonical().equals(text))
          : Optional.empty();
    } catch (IllegalArgumentException outOfRange) {
      return Optional.empty();
    }
  }

  private static RenditionSpec spec(Matcher parts, Format format) {
    String quality = parts.group(3);
    return new RenditionSpec(
        new Dimensions(number(parts.group(1)), number(parts.group(2))),
        quality == null ? Encoding.of(format) : Encoding.of(format, new Quality(number(quality))),
        framing(parts),
        parts.group(8) == null ? Color.WHITE : color(parts.group(8)),
        parts.group(9) == null ? Frames.FIRST : Frames.ALL,
        parts.group(10) == null ? ColorProfile.SRGB : ColorProfile.SOURCE);
  }

  private static Framing framing(Matcher parts) {
    if (parts.group(4) != null) {
      return new Framing.Cropped(gravity(parts.group(4)));
    }
    if (parts.group(5) != null) {
      return new Framing.Cut(number(parts.group(5)), number(parts.group(6)));
    }
    return parts.group(7) == null ? Framing.SCALED : new Framing.Padded(color(parts.group(7)));
  }

  private static Gravity gravity(String text) {
    return Arrays.stream(Gravity.values())
        .filter(gravity -> gravity.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such gravity"));
  }

  private static Color color(String text) {
    return Color.parse(text).orElseThrow(() -> new IllegalArgumentException("no such colour"));
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
