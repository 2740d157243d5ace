package io.calotype.http.dialect;

import io.calotype.access.SignedUrl;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.routing.RequestPath;
import io.calotype.http.routing.Route;
import io.calotype.media.MediaId;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import io.calotype.media.transformation.Transformation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The grammar of `docs/http.md`: `/images/{id}`, `/images/{id}/{preset}` and
/// `/api/media/{id}/thumbnail`, with query options, and `sig` as the signature of the whole URL.
public final class CalotypeDialect implements UrlDialect {
  /// Formats by their names in URLs.
  public static final Map<String, Format> FORMATS =
      Map.of(
          "webp", Format.WEBP,
          "avif", Format.AVIF,
          "jpeg", Format.JPEG,
          "jpg", Format.JPEG,
          "png", Format.PNG);

  private static final String AUTO = "auto";
  private static final Set<String> PRESET_OPTIONS =
      Set.of(
          "format",
          "q",
          "dpr",
          "background",
          "v",
          "t",
          "frame",
          "profile",
          "download",
          OriginFetch.OPTION);
  private static final Set<String> IMAGE_OPTIONS =
      Stream.concat(PRESET_OPTIONS.stream(), Stream.of("w", "h", "ar", "fit", "gravity", "focus"))
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> THUMBNAIL_OPTIONS =
      Set.of("size", "format", "v", "t", "download", OriginFetch.OPTION);

  private final Map<String, Preset> presets;
  private final String presetNames;
  private final SizeSteps steps;

  /// Creates the grammar of a server.
  ///
  /// @param steps the sizes that need no signature
  public CalotypeDialect(List<Preset> presets, SizeSteps steps) {
    this.steps = steps;
    this.presets = presets.stream().collect(Collectors.toUnmodifiableMap(Preset::name, p -> p));
    this.presetNames = presets.stream().map(Preset::name).collect(Collectors.joining(", "));
  }

  @Override
  public RenditionRequest parse(RequestPath path, QueryParameters query) {
    QueryParameters options = query.withoutTracking();
    OriginFetch.require(options);
    return switch (path.route("GET")) {
      case Route.IMAGE -> image(path.parameter("{id}"), null, options);
      case Route.PRESET -> image(path.parameter("{id}"), path.parameter("{preset}"), options);
      case Route.THUMBNAIL -> thumbnail(path.id(), options);
      case null, default -> throw new IllegalArgumentException("delivers no rendition: " + path);
    };
  }

  @Override
  public @Nullable SignedUrl signed(String path, QueryParameters query) {
    return query.contains(SignedUrl.SIGNATURE) ? SignedUrl.of(path, query.entries()) : null;
  }

  /// An extension of the last segment selects the format.
  private RenditionRequest image(
      String name, @Nullable String presetName, QueryParameters options) {
    options.require(presetName == null ? IMAGE_OPTIONS : PRESET_OPTIONS);
    String last = presetName == null ? name : presetName;
    int dot = last.indexOf('.');
    String stem = dot < 0 ? last : last.substring(0, dot);
    Preset preset = presetName == null ? Preset.WHOLE : presets.get(stem);
    if (preset == null) {
      throw new MediaException(new Failure.NoSuchPreset(presetNames));
    }
    Format usual = preset.format() == null ? Format.WEBP : preset.format();
    Format format = dot < 0 ? format(options, usual) : ending(last.substring(dot + 1), options);
    MediaId id = QueryParameters.id(presetName == null ? stem : name);
    return request(id, preset, format, options);
  }

  private RenditionRequest request(
      MediaId id, Preset preset, @Nullable Format format, QueryParameters options) {
    if (options.isEmpty()) {
      return new RenditionRequest(id, preset, format, null, false, null);
    }
    TransformationParser parser = new TransformationParser(options, steps);
    Transformation transformation = parser.order(preset.transformation());
    RenditionRequest request =
        new RenditionRequest(
            id, preset.with(transformation), format, options.get("v"), false, parser.freeSize());
    request.requireSize(() -> options.contains(SignedUrl.SIGNATURE));
    return request;
  }

  private RenditionRequest thumbnail(MediaId id, QueryParameters options) {
    options.require(THUMBNAIL_OPTIONS);
    String size = Optional.ofNullable(options.get("size")).orElse(Preset.MEDIUM.name());
    Preset preset = presets.get(size);
    if (preset == null) {
      throw QueryParameters.bad("the option size is none of " + presetNames);
    }
    Format format = format(options, preset.format());
    return new RenditionRequest(id, preset, format, options.get("v"), true, null);
  }

  private static @Nullable Format format(QueryParameters options, @Nullable Format otherwise) {
    String name = options.get("format");
    if (name == null) {
      return otherwise;
    }
    if (name.equals(AUTO)) {
      return null;
    }
    return known(FORMATS.get(name), "the option format is none of auto, webp, avif, jpeg, png");
  }

  private static Format ending(String ending, QueryParameters options) {
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
