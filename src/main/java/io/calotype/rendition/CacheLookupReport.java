package io.calotype.rendition;

import io.calotype.cache.CachedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What there is of one rendition in the caches.
///
/// @param inMemory whether its bytes are in memory
/// @param known whether it is there without a look at the disk
/// @param file its file on the disk; null where it has none
/// @param outdated whether there is one of the same spec that was made from other bytes, or by
///   another encoder
public record CacheLookupReport(
    boolean inMemory, boolean known, @Nullable CachedFile file, boolean outdated) {
  /// @param alike the files of the same spec
  static CacheLookupReport of(
      Rendition rendition, boolean inMemory, boolean known, List<CachedFile> alike) {
    List<CachedFile> own =
        alike.stream().filter(trace -> trace.key().equals(rendition.key())).toList();
    CachedFile best =
        own.stream()
            .filter(CachedFile::sound)
            .findFirst()
            .orElse(own.isEmpty() ? null : own.get(0));
    return new CacheLookupReport(inMemory, known, best, alike.size() > own.size());
  }

  /// Whether a request would find it.
  public boolean hit() {
    return inMemory || (file != null && file.sound());
  }
}
