package io.calotype.store;

import io.calotype.cache.CacheKey;
import io.calotype.cache.OwnerLimit;
import io.calotype.media.Media;
import java.util.function.Function;
import java.util.function.Predicate;

/// Limits the renditions of one media on disk.
///
/// @param maxPerMedia their maximum number
/// @param presets names the renditions that are evicted last
public record RenditionLimit(int maxPerMedia, PresetNames presets) {
  /// Returns the limit for the media of `rendition`.
  OwnerLimit of(Rendition rendition) {
    return new OwnerLimit(maxPerMedia, last(rendition.media()));
  }

  /// Returns which renditions of `media` are evicted last. For one thread and short use.
  public Predicate<CacheKey> last(Media media) {
    Function<CacheKey, String> names = presets.of(media);
    return key -> !names.apply(key).equals(PresetNames.OTHER);
  }
}
