package io.calotype.http.dialect;

import io.calotype.failure.MediaException;
import io.calotype.http.routing.QueryParameters;
import io.calotype.media.geometry.Anchor;
import io.calotype.media.geometry.AspectRatio;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Focus;
import io.calotype.media.geometry.Gravity;
import io.calotype.media.geometry.UsualAnchor;
import io.calotype.media.transformation.Box;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Enlargement;
import io.calotype.media.transformation.Fit;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.PixelDensity;
import io.calotype.media.transformation.Quality;
import io.calotype.media.transformation.Transformation;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Parses the options that define a rendition.
///
/// Errors: `BadRequest` that names the option and its valid values.
final class TransformationParser {
  private static final int MAX_DIGITS = 9;
  private static final Map<String, PixelDensity> DENSITIES =
      byName(PixelDensity.values(), PixelDensity::text);
  private static final Map<String, Fit> FITS = byName(Fit.values(), Fit::text);
  private static final Map<String, Gravity> GRAVITIES = byName(Gravity.values(), Gravity::text);

  private final QueryParameters options;
  private final SizeSteps steps;

  /// Creates a parser.
  ///
  /// @param steps the sizes that need no signature
  TransformationParser(QueryParameters options, SizeSteps steps) {
    this.options = options;
    this.steps = steps;
  }

  /// Applies the options to the default `usual`.
  Transformation order(Transformation usual) {
    Box box = box();
    return new Transformation(
        box == null ? usual.box() : box,
        known("dpr", DENSITIES, usual.density(), "1, 1.5, 2, 3"),
        quality(usual.quality()),
        background(usual.background()),
        flag("frame", "first") ? Frames.FIRST : usual.frames(),
        flag("profile", "keep") ? ColorProfile.SOURCE : usual.profile());
  }

  /// The size that needs a signature; null if the options request none.
  @Nullable FreeSize freeSize() {
    SizeSteps.RequestedSize requested = requestedSize();
    return requested == null ? null : steps.free(requested);
  }

  private @Nullable Box box() {
    SizeSteps.RequestedSize requested = requestedSize();
    Fit fit = known("fit", FITS, Fit.INSIDE, "inside, cover, contain");
    Anchor anchor = anchor();
    if (requested == null) {
      return null;
    }
    steps.requirePossible(requested);
    return new Box(requested.bounds(), fit, anchor, Enlargement.VECTORS);
  }

  /// The size of the box; null if the options name none.
  private SizeSteps.@Nullable RequestedSize requestedSize() {
    long width = length("w");
    long height = length("h");
    AspectRatio ratio = ratio();
    if (ratio != null && (width == 0) == (height == 0)) {
      throw QueryParameters.bad("the option ar goes with one of w and h");
    }
    return width + height == 0 ? null : new SizeSteps.RequestedSize(width, height, ratio);
  }

  /// A number of at most 100 digits, cut to its first 9. More than 9 digits exceed every allowed
  /// size, cut or not.
  private long length(String name) {
    String text = options.get(name);
    if (text == null) {
      return 0;
    }
    if (!text.matches("0{0,9}[1-9][0-9]{0,99}")) {
      throw notANumber(name, SizeSteps.MAX_SIDE);
    }
    String digits = text.replaceFirst("^0+", "");
    return Long.parseLong(digits.substring(0, Math.min(digits.length(), MAX_DIGITS)));
  }

  private @Nullable AspectRatio ratio() {
    String text = options.get("ar");
    return text == null
        ? null
        : AspectRatio.parse(text)
            .orElseThrow(() -> QueryParameters.bad("the option ar is no ratio such as 16:9"));
  }

  private Anchor anchor() {
    String focus = options.get("focus");
    Gravity gravity =
        known(
            "gravity",
            GRAVITIES,
            Gravity.CENTER,
            Arrays.stream(Gravity.values()).map(Gravity::text).collect(Collectors.joining(", ")));
    if (focus == null) {
      return options.contains("gravity") ? gravity : new UsualAnchor();
    }
    if (options.contains("gravity")) {
      throw QueryParameters.bad("the options gravity and focus exclude each other");
    }
    return Focus.parse(focus)
        .orElseThrow(() ->
            QueryParameters.bad(
                "the option focus is not x,y from 0 to 1 with at most two decimals, such as"
                    + " 0.5,0.25"));
  }

  private @Nullable Quality quality(@Nullable Quality otherwise) {
    String text = options.get("q");
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > Quality.MAX) {
      throw notANumber("q", Quality.MAX);
    }
    return new Quality(Integer.parseInt(text));
  }

  private static MediaException notANumber(String name, int max) {
    return QueryParameters.bad("the option " + name + " is not a number from 1 to " + max);
  }

  private Color background(Color otherwise) {
    String text = options.get("background");
    return text == null
        ? otherwise
        : Color.parse(text)
            .orElseThrow(
                () -> QueryParameters.bad("the option background is not six digits, rrggbb"));
  }

  private boolean flag(String name, String word) {
    String text = options.get(name);
    if (text != null && !text.equals(word)) {
      throw QueryParameters.bad("the option " + name + " can only be " + word);
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
      throw QueryParameters.bad("the option " + name + " is none of " + all);
    }
    return value;
  }

  private static <T> Map<String, T> byName(T[] values, Function<T, String> name) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(name, value -> value));
  }
}
