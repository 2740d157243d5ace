package io.calotype.media.geometry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A point of an upright picture, in hundredths of its width and height from the top left. The crop
/// is centred on it, as far as the edges of the picture allow.
///
/// @param x 0 to 100
/// @param y 0 to 100
public record Focus(int x, int y) implements Anchor {
  private static final int WHOLE = 100;
  private static final String FRACTION = "(0?\\.[0-9]{1,2}|0|1(?:\\.0{1,2})?)";
  private static final Pattern FORM = Pattern.compile(FRACTION + "," + FRACTION);

  public Focus {
    if (x < 0 || x > WHOLE || y < 0 || y > WHOLE) {
      throw new IllegalArgumentException("no such point: " + x + "," + y);
    }
  }

  /// Parses `x,y`, each from 0 to 1 with at most two decimals; empty if `text` is not a point.
  public static Optional<Focus> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new Focus(hundredths(form.group(1)), hundredths(form.group(2))))
        : Optional.empty();
  }

  private static int hundredths(String fraction) {
    return (int) Math.round(Double.parseDouble(fraction) * WHOLE);
  }

  @Override
  public String text() {
    return fraction(x) + "," + fraction(y);
  }

  private static String fraction(int hundredths) {
    return hundredths % WHOLE == 0
        ? Integer.toString(hundredths / WHOLE)
        : "0." + (hundredths < 10 ? "0" : "") + hundredths;
  }

  @Override
  public Framing cropping(Dimensions scaled, Dimensions size) {
    int left = start(x, scaled.width(), size.width());
    int top = start(y, scaled.height(), size.height());
    int across = scaled.width() - size.width();
    int down = scaled.height() - size.height();
    for (Gravity gravity : Gravity.values()) {
      if (!gravity.byContent() && gravity.left(across) == left && gravity.top(down) == top) {
        return gravity.cropping(scaled, size);
      }
    }
    return new Framing.Cut(left, top);
  }

  /// Returns the first pixel kept, if `kept` pixels of `length` are kept.
  private static int start(int hundredths, int length, int kept) {
    long twice = (long) length * hundredths * 2 - (long) kept * WHOLE;
    return Math.clamp(Math.floorDiv(twice + WHOLE, 2L * WHOLE), 0, length - kept);
  }
}
