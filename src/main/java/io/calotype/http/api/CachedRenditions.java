package io.calotype.http.api;

import io.calotype.cache.CacheKey;
import io.calotype.cache.CachedFile;
import io.calotype.http.exchange.Links;
import io.calotype.json.JsonOutput;
import io.calotype.media.Media;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Encoding;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.store.PresetNames;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionCache;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Describes the renditions of a media in the disk cache of this node.
public final class CachedRenditions {
  private final RenditionCache cache;
  private final PresetNames presets;
  private final Links links;

  public CachedRenditions(RenditionCache cache, PresetNames presets, Links links) {
    this.cache = cache;
    this.presets = presets;
    this.links = links;
  }

  /// Returns `{"items":[{"preset":"small","width":200,"height":150,"format":"webp","quality":85,
  /// "bytes":n,"usedAt":"…","url":"…"},…]}`, the smallest picture first. Reads every file. Blocks.
  byte[] json(Media media) {
    Function<CacheKey, String> names = presets.of(media);
    List<CachedFile> files =
        cache.traces(media.id()).stream()
            .filter(CachedFile::sound)
            .sorted(Comparator.comparingLong(CachedFile::bytes))
            .toList();
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("items");
      for (CachedFile file : files) {
        Rendition.spec(file.key())
            .ifPresent(spec -> write(json, media, file, spec, names.apply(file.key())));
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private void write(
      JsonGenerator json, Media media, CachedFile file, RenditionSpec spec, String preset) {
    json.writeStartObject();
    json.writeStringProperty("preset", preset);
    json.writeNumberProperty("width", spec.size().width());
    json.writeNumberProperty("height", spec.size().height());
    json.writeStringProperty("format", spec.format().extension());
    json.writeName("quality");
    if (spec.encoding() instanceof Encoding.Lossy lossy) {
      json.writeNumber(lossy.quality().value());
    } else {
      json.writeNull();
    }
    json.writeNumberProperty("bytes", file.bytes());
    json.writeStringProperty("usedAt", MediaJson.time(file.used()));
    json.writeStringProperty("url", url(media, spec, preset));
    json.writeEndObject();
  }

  /// The URL of a rendition; null if no options give exactly this one.
  private @Nullable String url(Media media, RenditionSpec spec, String preset) {
    String image = links.image(media);
    int query = image.indexOf('?');
    String path = image.substring(0, query);
    String fixed = image.substring(query);
    String ending = "." + spec.format().extension();
    if (preset.equals(PresetNames.WHOLE)) {
      return path + ending + fixed;
    }
    if (!preset.equals(PresetNames.OTHER)) {
      return path + "/" + preset + ending + fixed;
    }
    return box(spec).map(box -> path + ending + fixed + box + others(media, spec)).orElse(null);
  }

  private static Optional<String> box(RenditionSpec spec) {
    Dimensions size = spec.size();
    String both = "&w=" + size.width() + "&h=" + size.height();
    return switch (spec.framing()) {
      case Framing.Scaled() ->
          Optional.of(size.width() >= size.height() ? "&w=" + size.width() : "&h=" + size.height());
      case Framing.Cropped(var gravity) ->
          Optional.of(both + "&fit=cover&gravity=" + gravity.text());
      case Framing.Cut(int _, int _) -> Optional.empty(); // of a focus, which was rounded
      case Framing.Padded(Color color) -> Optional.of(both + "&fit=contain&background=" + color);
    };
  }

  private static String others(Media media, RenditionSpec spec) {
    StringBuilder options = new StringBuilder();
    if (spec.encoding() instanceof Encoding.Lossy lossy
        && !spec.encoding().equals(Encoding.of(spec.format()))) {
      options.append("&q=").append(lossy.quality());
    }
    if (!spec.animated() && media.picture().facts().frames() > 1) {
      options.append("&frame=first");
    }
    if (!spec.background().equals(Color.WHITE)) {
      options.append("&background=").append(spec.background());
    }
    return options.append(spec.profile() == ColorProfile.SOURCE ? "&profile=keep" : "").toString();
  }
}
