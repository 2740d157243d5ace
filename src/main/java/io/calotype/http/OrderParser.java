package io.calotype.http;

import io.calotype.media.Box;
import io.calotype.media.Color;
import io.calotype.media.Fit;
import io.calotype.media.Gravity;
import io.calotype.media.Order;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the options that say what a picture is to become.
///
/// Errors: `BadRequest` that names the option and what it may be.
final class OrderParser {
  /// The sizes that anybody may ask for, in pixels.
  static final List<Integer> STEPS =
      List.of(
          16, 32, 48, 64, 96, 128, 200, 256, 320, 400, 480, 640, 800, 960, 1080, 1280, 1600, 1920,
          2048, 2560, 3840);

  private static final int MAX_SIDE = 16_383;
  private static final int MAX_QUALITY = 100;
  private static final Map<String, Double> DENSITIES =
      Map.of("1", 1.0, "1.5", 1.5, "2", 2.0, "3", 3.0);
  private static final Map<String, Fit> FITS = byName(Fit.values(), Fit::text);
  private static final Map<String, Gravity> GRAVITIES = byName(Gravity.values(), Gravity::text);

  private final MultiMap options;

  OrderParser(MultiMap options) {
    this.options = options;
  }

  /// What the options make of `usual`.
  Order order(Order usual) {
    Box box = box();
    return new Order(
        box == null ? usual.box() : box,
        number("q", MAX_QUALITY, usual.quality()),
        known("dpr", DENSITIES, usual.density(), "1, 1.5, 2, 3"),
        background(usual.background()),
        flag("frame", "first") || usual.still(),
        flag("profile", "keep") || usual.ownColors(),
        box != null || usual.grows());
  }

  /// The option whose size is none of the steps; null where there is none.
  @Nullable String freeSize() {
    return Stream.of("w", "h")
        .filter(side -> options.contains(side) && !STEPS.contains(number(side, MAX_SIDE, 0)))
        .findFirst()
        .orElse(null);
  }

  private @Nullable Box box() {
    int width = number("w", MAX_SIDE, 0);
    int height = number("h", MAX_SIDE, 0);
    Fit fit = known("fit", FITS, Fit.INSIDE, "inside, cover, contain");
    Gravity gravity =
        known(
            "gravity",
            GRAVITIES,
            Gravity.CENTER,
            Arrays.stream(Gravity.values()).map(Gravity::text).collect(Collectors.joining(", ")));
    return width + height == 0 ? null : new Box(width, height, fit, gravity);
  }

  private int number(String name, int max, int otherwise) {
    String text = options.get(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > max) {
      throw Options.bad("the option " + name + " is not a number from 1 to " + max);
    }
    return Integer.parseInt(text);
  }

  private Color background(Color otherwise) {
    String text = options.get("background");
    return text == null
        ? otherwise
        : Color.parse(text)
            .orElseThrow(() -> Options.bad("the option background is not six digits, rrggbb"));
  }

  private boolean flag(String name, String word) {
    String text = options.get(name);
    if (text != null && !text.equals(word)) {
      throw Options.bad("the option " + name + " can only be " + word);
    }
    return text != null;
  }

  private <T> T known(String name, Map<String, T> values, T otherwise, String all) {
    String text = options.get(name);
    if (text == null) {
      return otherwise;
    }
    T value = values.get(text);
    if (value == null) {
      throw Options.bad("the option " + name + " is none of " + all);
    }
    return value;
  }

  private static <T> Map<String, T> byName(T[] values, Function<T, String> name) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(name, value -> value));
  }
}
