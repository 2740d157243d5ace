package io.calotype.originals;

import io.calotype.disk.OpenBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Renditions that all nodes of a data set share, as immutable objects. A rendition that is lost is
/// a cache miss.
///
/// Errors of every method: `StoreUnavailable`, `StorageFull`.
public interface RenditionStore {
  /// Keeps nothing: every node has only its own caches.
  RenditionStore NONE =
      new RenditionStore() {
        @Override
        public boolean shared() {
          return false;
        }

        @Override
        public Optional<Found> find(RenditionKey key) {
          return Optional.empty();
        }

        @Override
        public boolean has(RenditionKey key) {
          return false;
        }

        @Override
        public Optional<String> link(
            RenditionKey key, String type, BlobLinks.Answer answer, Duration life) {
          return Optional.empty();
        }

        @Override
        public boolean write(RenditionKey key, String type, OpenBytes bytes, long length) {
          return false;
        }

        @Override
        public List<Listed> of(RenditionKey.Owner owner) {
          return List.of();
        }

        @Override
        public void each(@Nullable Duration age, Consumer<Listed> visitor) {
          // nothing is kept
        }

        @Override
        public void delete(List<Listed> found) {
          // nothing is kept
        }
      };

  /// Whether renditions are kept.
  boolean shared();

  /// Returns the rendition `key`; empty if it is absent. One whose bytes are not those that were
  /// written is deleted, counted and absent. Answers within 2 seconds, apart from reading a
  /// [Found.Streamed].
  Optional<Found> find(RenditionKey key);

  /// A rendition that was found.
  sealed interface Found {
    /// Verified bytes.
    ///
    /// @param bytes direct, read-only, from position 0
    record InMemory(ByteBuffer bytes) implements Found {}

    /// Bytes that are too many for the memory. The caller closes the stream.
    ///
    /// @param bytes throws an `IOException` before the last byte if they are not those that were
    ///   written
    record Streamed(long length, InputStream bytes) implements Found, AutoCloseable {
      @Override
      public void close() throws IOException {
        bytes.close();
      }
    }
  }

  /// Returns whether there is an object under `key` that was written as this rendition. Does not
  /// read its bytes.
  boolean has(RenditionKey key);

  /// Returns a URL by which clients read the rendition from the store itself, valid for `life` or
  /// less. Empty if there is none now. Does not check that the rendition exists. May block.
  ///
  /// @param type the media type of the answer
  Optional<String> link(RenditionKey key, String type, BlobLinks.Answer answer, Duration life);

  /// Writes the rendition `key`. Never replaces one, if the store can tell.
  ///
  /// @param type its media type, such as `image/webp`
  /// @return false if there was one
  boolean write(RenditionKey key, String type, OpenBytes bytes, long length);

  /// Returns the renditions of `owner`.
  List<Listed> of(RenditionKey.Owner owner);

  /// Passes every rendition to `visitor`, those of one owner one after the other. An exception of
  /// `visitor` ends the walk.
  ///
  /// @param age the minimum time since it was written, by the clock of the store; null for any
  void each(@Nullable Duration age, Consumer<Listed> visitor);

  /// Deletes all of `found`, several at a time. Ignores those that are gone.
  void delete(List<Listed> found);

  /// Deletes the renditions of `owner`.
  default void deleteAll(RenditionKey.Owner owner) {
    delete(of(owner));
  }

  /// A rendition in a listing.
  ///
  /// @param file the last part of its name
  /// @param bytes its length
  /// @param written when it was written, by the clock of the store
  record Listed(RenditionKey.Owner owner, String file, long bytes, Instant written) {
    /// Returns `<id>.<incarnation>/<file>`.
    public String name() {
      return owner.text() + "/" + file;
    }
  }
}
