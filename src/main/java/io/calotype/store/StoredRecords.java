package io.calotype.store;

import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import java.util.Optional;

/// Checks of stored parts against the records of a catalog.
record StoredRecords(Catalog catalog) {
  /// Whether a record names the blob `key`. An unreadable record may name any.
  boolean named(BlobKey key) {
    Optional<Media> stored = catalog.peek(key.id());
    return stored.isPresent() ? Blob.keys(stored.get()).contains(key) : catalog.taken(key.id());
  }

  /// Throws `NotFound` unless the catalog holds the bytes of `media` under its id. A repair may
  /// have stored them again meanwhile: renditions depend on the bytes only.
  void requireStored(Media media) {
    require(catalog.peek(media.id()), media);
  }

  /// Like [#requireStored], by the record in memory if there is one.
  void requireKnown(Media media) {
    require(catalog.find(media.id()), media);
  }

  private static void require(Optional<Media> stored, Media media) {
    Sha256 digest = media.original().digest();
    if (stored.filter(now -> now.original().digest().equals(digest)).isEmpty()) {
      throw new MediaException(new Failure.NotFound(media.id()));
    }
  }
}
