package io.calotype.originals;

import io.calotype.media.Content;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import java.nio.file.Path;

/// Where originals are.
public interface OriginalStore {
  /// Takes the file `staged` in as the original of `id` and makes it durable, bytes and name. An
  /// original that is there already under that id is replaced: without a record it is a left-over.
  ///
  /// Errors: a full disk is [io.calotype.failure.Failure.StorageFull], and `staged` stays; any
  /// other fault is an `UncheckedIOException`.
  void store(MediaId id, MediaKind kind, Path staged);

  /// The bytes of the original of `media`, to be sent or linked. Whether they are there is known
  /// when they are opened.
  Content.InFile content(Media media);

  /// Whether the bytes of `media` are there, as many as there must be.
  boolean holds(Media media);

  /// Removes the original of `id`, if it is there.
  void remove(MediaId id, MediaKind kind);

  /// Whether an original could be stored just now.
  boolean ready();
}
