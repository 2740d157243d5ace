package io.calotype.store;

import io.calotype.cache.CacheKey;
import io.calotype.cache.OwnerLimit;
import java.util.function.Function;

/// Limits the renditions of one media on disk.
///
/// @param maxPerMedia their maximum number
/// @param presets names the renditions that are evicted last
public record RenditionLimit(int maxPerMedia, PresetNames presets) {
  /// Returns the limit for the media of `rendition`.
  OwnerLimit of(Rendition rendition) {
    Function<CacheKey, String> names = presets.of(rendition.media());
    return new OwnerLimit(maxPerMedia, key -> !names.apply(key).equals(PresetNames.OTHER));
  }
}
