package io.calotype.rendition;

import io.calotype.cache.CacheKey;
import io.calotype.media.Format;
import io.calotype.media.Media;
import io.calotype.media.Preset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which preset a rendition is, by its name alone. Where several mean the same of a picture, as of
/// one that is smaller than all of them, it is the first; those for videos come last.
public final class PresetNames {
  /// The whole picture.
  public static final String WHOLE = "whole";

  /// What no preset means, and what has no record.
  public static final String OTHER = "other";

  private static final Map<String, Format> FORMATS =
      Arrays.stream(Format.values())
          .collect(Collectors.toUnmodifiableMap(Format::extension, Function.identity()));

  private final List<Preset> presets;

  /// Names out of `presets`.
  public PresetNames(List<Preset> presets) {
    this.presets = presets.stream().sorted(Comparator.comparing(Preset::moving)).toList();
  }

  /// What tells the renditions of `media`. For one thread, and for a moment.
  public Function<CacheKey, String> of(Media media) {
    Map<Format, Map<String, String>> known = new HashMap<>();
    return key -> {
      Format format = FORMATS.get(key.extension());
      return format == null
          ? OTHER
          : known
              .computeIfAbsent(format, made -> names(media, made))
              .getOrDefault(Rendition.canonical(key), OTHER);
    };
  }

  /// Names by canonical specs.
  private Map<String, String> names(Media media, Format format) {
    Map<String, String> names = new HashMap<>();
    presets.forEach(preset -> names.putIfAbsent(canonical(preset, media, format), preset.name()));
    names.putIfAbsent(canonical(Preset.WHOLE, media, format), WHOLE);
    return names;
  }

  private static String canonical(Preset preset, Media media, Format format) {
    return preset.of(media.source().type(), media.rendered(), format).canonical();
  }
}
