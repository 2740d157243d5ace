package io.calotype.store;

import io.calotype.media.Content;
import io.calotype.media.Media;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes renditions to the caches of this node, under the lock of their media.
///
/// @param locks those of every change of a media
record RenditionPublisher(MediaLocks locks, RenditionCache renditions, RenditionLimit limit) {
  /// Writes a rendition from memory.
  ///
  /// @param existence throws if the media is removed
  void write(Rendition rendition, ByteBuffer bytes, Consumer<Media> existence) {
    var _ =
        locks.with(
            rendition.media().id(),
            () -> {
              existence.accept(rendition.media());
              renditions.put(rendition.key(), bytes);
              renditions.limit(rendition.key(), limit.of(rendition));
              return rendition;
            });
  }

  /// Writes a rendition as its bytes arrive. Empty if the disk refused them; the bytes are then
  /// lost.
  ///
  /// Errors: an `IOException` of `bytes` only.
  ///
  /// @param existence throws if the media is removed
  Optional<Content.InFile> write(
      Rendition rendition, long length, InputStream bytes, Consumer<Media> existence)
      throws IOException {
    try {
      return locks.with(
          rendition.media().id(),
          () -> {
            existence.accept(rendition.media());
            return written(rendition, length, bytes);
          });
    } catch (UncheckedIOException cut) {
      throw cut.getCause();
    }
  }

  private Optional<Content.InFile> written(Rendition rendition, long length, InputStream bytes) {
    try {
      Optional<Content.InFile> file = renditions.put(rendition.key(), length, bytes);
      renditions.limit(rendition.key(), limit.of(rendition));
      return file;
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    }
  }
}
