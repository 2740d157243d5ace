package io.calotype.warming;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import io.calotype.rendition.Renditions;
import io.calotype.store.PresetNames;
import io.calotype.store.Rendition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request to render ahead of requests.
///
/// @param ids of the media
/// @param presets the renditions
/// @param formats the formats; empty selects those that an upload renders
/// @param skip the number of renditions of the first media that are done
public record WarmRequest(List<MediaId> ids, List<Preset> presets, List<Format> formats, int skip) {
  public WarmRequest {
    ids = List.copyOf(ids);
    presets = List.copyOf(presets);
    formats = List.copyOf(formats);
  }

  /// One requested rendition.
  public record Step(Preset preset, Rendition rendition) {
    /// The preset's name.
    public String name() {
      return preset.equals(Preset.WHOLE) ? PresetNames.WHOLE : preset.name();
    }
  }

  /// The requested renditions of `media`, without duplicates.
  List<Step> steps(Media media, Renditions renditions) {
    Map<Object, Step> steps = new LinkedHashMap<>();
    for (Preset preset : presets) {
      for (Format format : formats.isEmpty() ? usual(preset, media) : formats) {
        Rendition rendition = renditions.describe(media, preset.of(media, format));
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
