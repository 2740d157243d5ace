package io.calotype.media.geometry;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Aspect ratio of a box: `width` to `height`. `32:18` equals `16:9`.
///
/// @param width at least 1, without a common divisor with `height`
/// @param height at least 1
public record AspectRatio(int width, int height) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3}):([1-9][0-9]{0,3})");

  /// The ratios that need no signature, in their documented form: each before its inverse.
  public static final List<String> ALLOWED =
      List.of(
          "1:1", "5:4", "4:5", "4:3", "3:4", "3:2", "2:3", "16:10", "10:16", "16:9", "9:16", "2:1",
          "1:2", "21:9", "9:21");

  private static final List<AspectRatio> KNOWN =
      ALLOWED.stream().map(AspectRatio::parse).flatMap(Optional::stream).toList();

  public AspectRatio {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no such ratio: " + width + ":" + height);
    }
    int divisor = divisor(width, height);
    width /= divisor;
    height /= divisor;
  }

  private static int divisor(int one, int other) {
    return other == 0 ? one : divisor(other, one % other);
  }

  /// Parses a ratio such as `16:9`; empty if `text` is not a ratio.
  public static Optional<AspectRatio> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new AspectRatio(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  /// All ratios that need no signature.
  public static Stream<AspectRatio> known() {
    return KNOWN.stream();
  }

  /// Returns whether this ratio needs no signature.
  public boolean allowed() {
    return KNOWN.contains(this);
  }

  /// Returns the height of a box of that width, rounded; at least 1.
  public long heightOf(long boxWidth) {
    return rounded(boxWidth * height, width);
  }

  /// Returns the width of a box of that height, rounded; at least 1.
  public long widthOf(long boxHeight) {
    return rounded(boxHeight * width, height);
  }

  private static long rounded(long product, long divisor) {
    return Math.max(1, (2 * product + divisor) / (2 * divisor));
  }

  /// The documented form, such as `21:9`, or the reduced one.
  @Override
  public String toString() {
    int index = KNOWN.indexOf(this);
    return index < 0 ? width + ":" + height : ALLOWED.get(index);
  }
}
