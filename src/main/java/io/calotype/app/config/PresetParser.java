package io.calotype.app.config;

import io.calotype.media.geometry.Anchor;
import io.calotype.media.geometry.Bounds;
import io.calotype.media.geometry.Gravity;
import io.calotype.media.geometry.UsualAnchor;
import io.calotype.media.transformation.Box;
import io.calotype.media.transformation.Enlargement;
import io.calotype.media.transformation.Fit;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.Preset;
import io.calotype.media.transformation.Preset.VideoPart;
import io.calotype.media.transformation.Quality;
import io.calotype.media.transformation.Transformation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Parses presets: `name:box[:fit[-gravity]][:format][:quality]`, separated by commas. A box is
/// `400` for a square, `400x300`, `400x` or `x300`.
///
/// Errors: every parser throws an [IllegalArgumentException] whose message describes a valid value.
final class PresetParser {
  private static final Pattern BOX = Pattern.compile("([0-9]{0,5})(x?)([0-9]{0,5})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern QUALITY = Pattern.compile("[1-9][0-9]?|100");
  private static final int MAX_SIDE = 16_383;
  private static final String RIGHT =
      "entries name:box[:fit[-gravity]][:format][:quality] with commas between, such as"
          + " avatar:128x128:cover-attention:webp:80, hero:1600x, logo:200:inside:png; small,"
          + " medium, large and preview are taken";

  private PresetParser() {}

  /// Parses presets.
  static List<Preset> presets(String text) {
    Set<String> names = new HashSet<>(Preset.BUILT_IN.stream().map(Preset::name).toList());
    List<Preset> presets = entries(text).map(PresetParser::preset).toList();
    presets.forEach(preset -> require(names.add(preset.name())));
    return presets;
  }

  /// Parses names of presets.
  static List<String> names(String text) {
    return entries(text).distinct().toList();
  }

  private static Stream<String> entries(String text) {
    return Arrays.stream(text.split("[,\\n]")).map(String::strip).filter(entry -> !entry.isEmpty());
  }

  private static Preset preset(String entry) {
    List<String> parts = List.of(entry.split(":", -1));
    require(parts.size() >= 2 && NAME.matcher(parts.getFirst()).matches());
    Fit fit = Fit.INSIDE;
    Anchor anchor = new UsualAnchor();
    Format format = null;
    Quality quality = null;
    for (String part : parts.subList(2, parts.size())) {
      if (QUALITY.matcher(part).matches()) {
        quality = new Quality(Integer.parseInt(part));
      } else if (format(part) != null) {
        format = format(part);
      } else {
        fit = constant(Fit.class, part.replaceFirst("-.*", ""));
        anchor =
            part.contains("-") ? constant(Gravity.class, part.replaceFirst(".*-", "")) : anchor;
      }
    }
    Box box = box(parts.get(1), fit, anchor);
    Transformation transformation =
        Transformation.into(box).withFrames(Frames.FIRST).withQuality(quality);
    return new Preset(parts.getFirst(), transformation, format, VideoPart.POSTER);
  }

  private static Box box(String text, Fit fit, Anchor anchor) {
    Matcher sides = BOX.matcher(text);
    require(sides.matches());
    String width = sides.group(1);
    String height = sides.group(2).isEmpty() ? width : sides.group(3);
    return new Box(bounds(width, height), fit, anchor, Enlargement.NONE);
  }

  private static Bounds bounds(String width, String height) {
    if (height.isEmpty()) {
      return new Bounds.Width(side(width));
    }
    return width.isEmpty() ? new Bounds.Height(side(height)) : Bounds.of(side(width), side(height));
  }

  private static int side(String digits) {
    require(!digits.isEmpty());
    int side = Integer.parseInt(digits);
    require(side > 0 && side <= MAX_SIDE);
    return side;
  }

  private static @Nullable Format format(String name) {
    return Arrays.stream(Format.values())
        .filter(format -> format.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(RIGHT);
    }
  }

  private static void require(boolean right) {
    if (!right) {
      throw new IllegalArgumentException(RIGHT);
    }
  }
}
