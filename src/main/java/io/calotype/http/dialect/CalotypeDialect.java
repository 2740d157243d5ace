package io.calotype.http.dialect;

import io.calotype.access.SignedUrl;
import io.calotype.http.routing.QueryParameters;
import io.calotype.media.Format;
import io.calotype.media.MediaId;
import io.calotype.media.Preset;
import io.calotype.media.Transformation;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Parses delivery URLs.
///
/// Errors: `BadRequest` that names an unknown, repeated or invalid option; `SizeNotAllowed` for a
/// size that is not an allowed step, in an unsigned URL.
public final class CalotypeDialect {
  /// Formats by their names in URLs.
  public static final Map<String, Format> FORMATS =
      Map.of(
          "webp", Format.WEBP,
          "avif", Format.AVIF,
          "jpeg", Format.JPEG,
          "jpg", Format.JPEG,
          "png", Format.PNG);

  private static final String AUTO = "auto";
  private static final Set<String> IMAGE_OPTIONS =
      Set.of(
          "w",
          "h",
          "ar",
          "fit",
          "gravity",
          "focus",
          "format",
          "q",
          "dpr",
          "background",
          "v",
          "t",
          "frame",
          "profile",
          "download");
  private static final Set<String> PRESET_OPTIONS =
      Set.of("format", "q", "dpr", "background", "v", "t", "frame", "profile", "download");
  private static final Set<String> THUMBNAIL_OPTIONS =
      Set.of("size", "format", "v", "t", "download");

  private final Map<String, Preset> presets;
  private final String presetNames;
  private final SizeSteps steps;

  /// Creates a parser.
  ///
  /// @param steps the sizes that need no signature
  public CalotypeDialect(List<Preset> presets, SizeSteps steps) {
    this.steps = steps;
    this.presets = presets.stream().collect(Collectors.toUnmodifiableMap(Preset::name, p -> p));
    this.presetNames = presets.stream().map(Preset::name).collect(Collectors.joining(", "));
  }

  /// Parses `/images/{name}` and `/images/{name}/{preset}`. An extension of the last segment
  /// selects the format. Returns empty if the preset does not exist.
  public Optional<RenditionRequest> image(
      String name, @Nullable String presetName, MultiMap query) {
    MultiMap options = QueryParameters.withoutTracking(query);
    QueryParameters.require(options, presetName == null ? IMAGE_OPTIONS : PRESET_OPTIONS);
    String last = presetName == null ? name : presetName;
    int dot = last.indexOf('.');
    String stem = dot < 0 ? last : last.substring(0, dot);
    Preset preset = presetName == null ? Preset.WHOLE : presets.get(stem);
    if (preset == null) {
      return Optional.empty();
    }
    Format usual = preset.format() == null ? Format.WEBP : preset.format();
    Format format = dot < 0 ? format(options, usual) : ending(last.substring(dot + 1), options);
    MediaId id = QueryParameters.id(presetName == null ? stem : name);
    return Optional.of(wanted(id, preset, format, options));
  }

  private RenditionRequest wanted(
      MediaId id, Preset preset, @Nullable Format format, MultiMap options) {
    if (options.isEmpty()) {
      return new RenditionRequest(id, preset, format, null, false, null);
    }
    TransformationParser parser = new TransformationParser(options, steps);
    Transformation transformation = parser.order(preset.transformation());
    FreeSize free = parser.freeSize();
    if (free != null && !options.contains(SignedUrl.SIGNATURE)) {
      throw free.refusal();
    }
    return new RenditionRequest(
        id, preset.with(transformation), format, options.get("v"), false, free);
  }

  /// Parses `/api/media/{id}/thumbnail`.
  public RenditionRequest thumbnail(MediaId id, MultiMap query) {
    MultiMap options = QueryParameters.withoutTracking(query);
    QueryParameters.require(options, THUMBNAIL_OPTIONS);
    String size = Optional.ofNullable(options.get("size")).orElse(Preset.MEDIUM.name());
    Preset preset = presets.get(size);
    if (preset == null) {
      throw QueryParameters.bad("the option size is none of " + presetNames);
    }
    Format format = format(options, preset.format());
    return new RenditionRequest(id, preset, format, options.get("v"), true, null);
  }

  /// The names of all presets, for people.
  public String presetNames() {
    return presetNames;
  }

  private static @Nullable Format format(MultiMap options, @Nullable Format otherwise) {
    String name = options.get("format");
    if (name == null) {
      return otherwise;
    }
    if (name.equals(AUTO)) {
      return null;
    }
    return known(FORMATS.get(name), "the option format is none of auto, webp, avif, jpeg, png");
  }

  private static Format ending(String ending, MultiMap options) {
    if (options.contains("format")) {
      throw QueryParameters.bad("the format is given twice: as an ending and as the option format");
    }
    return known(FORMATS.get(ending), "the ending is none of .webp, .avif, .jpeg, .jpg, .png");
  }

  private static Format known(@Nullable Format format, String otherwise) {
    if (format == null) {
      throw QueryParameters.bad(otherwise);
    }
    return format;
  }
}
