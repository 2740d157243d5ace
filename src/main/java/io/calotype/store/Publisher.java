package io.calotype.store;

import io.calotype.cache.CacheKey;
import io.calotype.cache.OwnerLimit;
import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Content;
import io.calotype.media.Media;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/// Writes finished renditions to the caches, unless their media was deleted meanwhile.
///
/// The check and the write hold the media's lock, which a removal also takes. A rendition is
/// therefore written before the removal and deleted by it, or never written.
///
/// Errors: `NotFound` if the media is deleted, or another media has taken its id.
public final class Publisher {
  private final Catalog catalog;
  private final MediaLocks locks;
  private final RenditionCache renditionCache;
  private final int mostPerMedia;
  private final PresetNames presets;

  /// Creates a publisher that writes to the caches after a check in `catalog`.
  ///
  /// @param mostPerMedia maximum number of renditions of one media on disk
  /// @param presets names the renditions that are evicted last
  public Publisher(
      Catalog catalog,
      MediaLocks locks,
      RenditionCache renditionCache,
      int mostPerMedia,
      PresetNames presets) {
    this.catalog = catalog;
    this.locks = locks;
    this.renditionCache = renditionCache;
    this.mostPerMedia = mostPerMedia;
    this.presets = presets;
  }

  /// Publishes bytes from memory.
  public void publish(Rendition rendition, ByteBuffer bytes) {
    locks.with(
        rendition.media().id(),
        () -> {
          requireStored(rendition.media());
          renditionCache.put(rendition.key(), bytes);
          limit(rendition);
          return rendition;
        });
  }

  /// Publishes bytes as they arrive. Empty if the disk refused them; the bytes are then lost.
  public Optional<Content.InFile> publish(Rendition rendition, long length, InputStream bytes) {
    return locks.with(
        rendition.media().id(),
        () -> {
          requireStored(rendition.media());
          return write(rendition, length, bytes);
        });
  }

  private Optional<Content.InFile> write(Rendition rendition, long length, InputStream bytes) {
    try {
      Optional<Content.InFile> written = renditionCache.put(rendition.key(), length, bytes);
      limit(rendition);
      return written;
    } catch (IOException rendererLost) {
      throw new UncheckedIOException(rendererLost);
    }
  }

  private void limit(Rendition rendition) {
    Function<CacheKey, String> names = presets.of(rendition.media());
    renditionCache.limit(
        rendition.key(),
        new OwnerLimit(mostPerMedia, key -> !names.apply(key).equals(PresetNames.OTHER)));
  }

  /// Throws `NotFound` unless the catalog holds `media` under its id.
  public void requireStored(Media media) {
    Optional<Media> stored = catalog.find(media.id());
    if (stored.isEmpty() || !stored.get().original().equals(media.original())) {
      throw new MediaException(new Failure.NotFound(media.id()));
    }
  }
}
