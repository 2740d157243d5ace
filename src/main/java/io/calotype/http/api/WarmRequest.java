package io.calotype.http.api;

import io.calotype.http.dialect.CalotypeDialect;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.routing.QueryParameters;
import io.calotype.media.Format;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Preset;
import io.calotype.rendition.Renditions;
import io.calotype.store.PresetNames;
import io.calotype.store.Rendition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A request to render ahead of requests.
///
/// @param ids of the media
/// @param presets the renditions
/// @param formats the formats; empty selects those that an upload renders
/// @param skip the number of renditions of the first media that are done
record WarmRequest(List<MediaId> ids, List<Preset> presets, List<Format> formats, int skip) {
  private static final int MAX_IDS = 100;
  private static final int MAX_SKIP = 9999;

  /// One requested rendition.
  record Step(Preset preset, Rendition rendition) {
    /// The preset's name.
    String name() {
      return preset.equals(Preset.WHOLE) ? PresetNames.WHOLE : preset.name();
    }
  }

  /// Parses a request.
  ///
  /// Errors: `BadRequest` that names the invalid member.
  ///
  /// @param known all presets
  static WarmRequest read(JsonBody body, List<Preset> known) {
    body.only("ids", "presets", "formats", "skip");
    List<MediaId> ids = body.texts("ids").stream().map(QueryParameters::id).toList();
    if (ids.isEmpty() || ids.size() > MAX_IDS) {
      throw QueryParameters.bad("the member ids is not a list of 1 to " + MAX_IDS);
    }
    List<Preset> presets =
        body.texts("presets").stream().distinct().map(name -> preset(name, known)).toList();
    if (presets.isEmpty()) {
      throw QueryParameters.bad("the member presets is missing: it says what to make");
    }
    List<Format> formats = body.texts("formats").stream().map(WarmRequest::format).toList();
    return new WarmRequest(ids, presets, formats, body.number("skip", MAX_SKIP));
  }

  private static Preset preset(String name, List<Preset> known) {
    Preset whole = name.equals(PresetNames.WHOLE) ? Preset.WHOLE : null;
    return known.stream()
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .or(() -> Optional.ofNullable(whole))
        .orElseThrow(() -> QueryParameters.bad("a preset is none of " + names(known)));
  }

  private static String names(List<Preset> known) {
    return Stream.concat(known.stream().map(Preset::name), Stream.of(PresetNames.WHOLE))
        .collect(Collectors.joining(", "));
  }

  private static Format format(String name) {
    Format format = CalotypeDialect.FORMATS.get(name);
    if (format == null) {
      throw QueryParameters.bad("a format is none of webp, avif, jpeg, png");
    }
    return format;
  }

  /// The requested renditions of `media`, without duplicates.
  List<Step> steps(Media media, Renditions renditions) {
    Map<Object, Step> steps = new LinkedHashMap<>();
    for (Preset preset : presets) {
      for (Format format : formats.isEmpty() ? usual(preset, media) : formats) {
        Rendition rendition =
            renditions.describe(media, preset.of(media.source().type(), media.rendered(), format));
        steps.putIfAbsent(rendition.key(), new Step(preset, rendition));
      }
    }
    return new ArrayList<>(steps.values());
  }

  /// The formats that an upload renders.
  private static List<Format> usual(Preset preset, Media media) {
    if (preset.format() != null) {
      return List.of(preset.format());
    }
    return preset.equals(Preset.WHOLE)
        ? List.of(Format.WEBP)
        : List.of(Format.WEBP, media.picture().opaque() ? Format.JPEG : Format.PNG);
  }
}
