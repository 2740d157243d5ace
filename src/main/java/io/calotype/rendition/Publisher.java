package io.calotype.rendition;

import io.calotype.cache.CacheKey;
import io.calotype.cache.OwnerLimit;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.MediaLocks;
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

/// Puts finished renditions into the caches, unless their media has been deleted meanwhile.
///
/// The check and the write happen under the media's lock, which a removal takes too: a rendition is
/// published before the removal, and removed by it, or not at all.
///
/// Errors: `NotFound` where the media is gone, or another one has taken its id.
public final class Publisher {
  private final Catalog catalog;
  private final MediaLocks locks;
  private final RenditionCache renditionCache;
  private final int mostPerMedia;
  private final PresetNames presets;

  /// Publishes into `tiers` what is in `catalog`.
  ///
  /// @param mostPerMedia how many renditions of one media are kept on disk
  /// @param presets names the renditions that go last
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

  /// Publishes bytes that are in memory.
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

  /// Publishes bytes as they arrive; empty where the disk has refused them and they are lost.
  Optional<Content.InFile> publish(Rendition rendition, long length, InputStream bytes) {
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

  /// Throws `NotFound` unless `media` is what the catalog has under its id.
  void requireStored(Media media) {
    Optional<Media> stored = catalog.find(media.id());
    if (stored.isEmpty() || !stored.get().original().equals(media.original())) {
      throw new MediaException(new Failure.NotFound(media.id()));
    }
  }
}
