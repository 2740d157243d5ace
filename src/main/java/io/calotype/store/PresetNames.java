package io.calotype.store;

import io.calotype.cache.CacheKey;
import io.calotype.media.Media;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Maps a rendition's name to its preset. If several presets give the same rendition, as for a
/// picture smaller than all of them, the first one wins. Video presets come last.
public final class PresetNames {
  /// The whole picture.
  public static final String WHOLE = "whole";

  /// A rendition of no preset, or of a media without a record.
  public static final String OTHER = "other";

  private static final Map<String, Format> FORMATS =
      Arrays.stream(Format.values())
          .collect(Collectors.toUnmodifiableMap(Format::extension, Function.identity()));

  private final List<Preset> presets;

  /// Creates the mapping for `presets`. If two presets mean the same rendition, one that shows a
  /// video's poster gives it its name.
  public PresetNames(List<Preset> presets) {
    this.presets = presets.stream().sorted(Comparator.comparing(Preset::videoPart)).toList();
  }

  /// Returns a function from cache key to preset name for `media`. For one thread and short use.
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

  /// Maps canonical specs to preset names.
  private Map<String, String> names(Media media, Format format) {
    Map<String, String> names = new HashMap<>();
    presets.forEach(preset -> names.putIfAbsent(canonical(preset, media, format), preset.name()));
    names.putIfAbsent(canonical(Preset.WHOLE, media, format), WHOLE);
    return names;
  }

  private static String canonical(Preset preset, Media media, Format format) {
    return preset.of(media, format).canonical();
  }
}
