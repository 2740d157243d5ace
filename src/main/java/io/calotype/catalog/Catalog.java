package io.calotype.catalog;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The records of all media.
///
/// Errors: a full disk is [io.calotype.failure.Failure.StorageFull], a store that is away
/// [io.calotype.failure.Failure.Unavailable]; any other fault of the store is an unchecked
/// exception that is not a `MediaException`.
public interface Catalog extends AutoCloseable {
  /// Adds a record and makes it durable. False, and nothing changes, where the id is taken.
  boolean add(Media media);

  /// The record of `id`, whether it has expired or not.
  Optional<Media> find(MediaId id);

  /// The same for whoever goes through all records there are: none is kept in memory for it.
  default Optional<Media> peek(MediaId id) {
    return find(id);
  }

  /// Whether something stands under `id`: a record, or what cannot be read as one.
  default boolean taken(MediaId id) {
    return peek(id).isPresent();
  }

  /// Puts `anew`, which differs in its master alone, in the place of `old` in one durable step.
  /// False, and nothing changes, where the record is not `old` any more.
  boolean replace(Media old, Media anew);

  /// Removes a record durably. False where there was none.
  boolean remove(MediaId id);

  /// One page of records, newest first, at a cost that does not depend on how many there are.
  Page list(Query query);

  /// Up to `limit` records whose life is over at `now`, in no particular order.
  List<Media> expired(Instant now, int limit);

  /// Whether a record could be read just now.
  boolean ready();

  @Override
  void close();
}
