package io.calotype.catalog;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The records of all media.
///
/// A record that cannot be parsed does not change how others are treated: lists pass over it, and
/// [#damaged] names it.
///
/// Errors: a full disk is [io.calotype.failure.Failure.StorageFull], a store that is away
/// [io.calotype.failure.Failure.Unavailable], a file that is locked or cannot be used
/// [io.calotype.failure.Failure.StoreUnavailable]. A bug is an unchecked exception that is not a
/// `MediaException`.
public interface Catalog extends AutoCloseable {
  /// Adds a record and makes it durable. False, and nothing changes, where the id is taken.
  boolean add(Media media);

  /// The record of `id`, whether it has expired or not.
  ///
  /// Errors: [io.calotype.failure.Failure.RecordDamaged] where it stands and cannot be parsed.
  Optional<Media> find(MediaId id);

  /// Like [#find], but empty where the record cannot be parsed.
  default Optional<Media> readable(MediaId id) {
    try {
      return find(id);
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.RecordDamaged) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Like [#readable], but bypasses the record cache, for full scans.
  default Optional<Media> peek(MediaId id) {
    return readable(id);
  }

  /// Whether something stands under `id`: a record, or what cannot be read as one.
  default boolean taken(MediaId id) {
    return peek(id).isPresent();
  }

  /// Puts `anew`, which differs in its master alone, in the place of `old` in one durable step.
  /// False, and nothing changes, where the record is not `old` any more.
  boolean replace(Media old, Media anew);

  /// Removes a record durably, readable or not. False where there was none.
  boolean remove(MediaId id);

  /// One page of readable records, at a cost that does not depend on how many there are. A store
  /// without an index for the selection ends a page early: it then holds fewer records than the
  /// limit, and has a next one all the same.
  Page list(Query query);

  /// Up to `limit` readable records whose life is over at `now`, at a cost that does not depend on
  /// how many there are.
  ///
  /// @param after where the page begins; null for the first
  ExpiredPage expired(Instant now, ExpiredPage.@Nullable Place after, int limit);

  /// The ids of records that are known to be unreadable. A walk over [#list] finds all of them.
  default Set<String> damaged() {
    return Set.of();
  }

  /// Whether a record could be read just now.
  boolean ready();

  @Override
  void close();
}
