package io.calotype.store;

import io.calotype.cache.CachedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// State of one rendition in the caches.
///
/// @param inMemory whether its bytes are in the memory cache
/// @param known whether memory or the disk index lists it, without disk I/O
/// @param shared whether the store that all nodes share has it, in any condition
/// @param file its file in the disk cache; null if absent
/// @param outdated whether the disk holds a rendition of the same spec made from other source bytes
///   or by another encoder
public record CacheLookupReport(
    boolean inMemory, boolean known, boolean shared, @Nullable CachedFile file, boolean outdated) {
  /// Builds the report from the disk entries of the same spec.
  ///
  /// @param alike the files of the same spec
  static CacheLookupReport of(
      Rendition rendition,
      boolean inMemory,
      boolean known,
      boolean shared,
      List<CachedFile> alike) {
    List<CachedFile> own =
        alike.stream().filter(trace -> trace.key().equals(rendition.key())).toList();
    CachedFile best =
        own.stream()
            .filter(CachedFile::sound)
            .findFirst()
            .orElse(own.isEmpty() ? null : own.get(0));
    return new CacheLookupReport(inMemory, known, shared, best, alike.size() > own.size());
  }

  /// Returns whether a request would be a cache hit.
  public boolean hit() {
    return inMemory || shared || (file != null && file.sound());
  }
}
