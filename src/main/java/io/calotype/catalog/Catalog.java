package io.calotype.catalog;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The records of all media.
///
/// A record that cannot be parsed does not affect other records: lists skip it, and [#damaged]
/// returns its id.
///
/// Errors: a full disk is [io.calotype.failure.Failure.StorageFull], an unreachable store
/// [io.calotype.failure.Failure.Unavailable], a locked or unusable file
/// [io.calotype.failure.Failure.StoreUnavailable]. A bug is an unchecked exception that is not a
/// `MediaException`.
public interface Catalog extends AutoCloseable {
  /// Adds a record and makes it durable. Returns false and changes nothing if the id is taken.
  boolean add(Media media);

  /// Returns the record of `id`, expired or not.
  ///
  /// Errors: [io.calotype.failure.Failure.RecordDamaged] if the record exists but cannot be parsed.
  Optional<Media> find(MediaId id);

  /// Like [#find], but empty if the record cannot be parsed.
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

  /// Returns whether `id` is in use by a record or by data that cannot be read as one.
  default boolean taken(MediaId id) {
    return peek(id).isPresent();
  }

  /// Replaces `old` by `anew`, which may differ in its stored copies ([Media#storedAs]), its labels
  /// and its expiry, in one durable step. Returns false and changes nothing if the record is no
  /// longer `old`.
  boolean replace(Media old, Media anew);

  /// Removes the record of `media` durably. Returns false and changes nothing if its id has no
  /// record, or that of another upload ([Media#sameUpload]).
  boolean remove(Media media);

  /// Removes the record of `media` durably, in one step if the catalog can, provided that it is
  /// stored exactly so. Returns false and changes nothing otherwise, or if the catalog cannot tell:
  /// the caller then reads the record, and calls [#remove].
  default boolean removeUnchanged(Media media) {
    return peek(media.id()).filter(media::equals).isPresent() && remove(media);
  }

  /// Removes the record of `media` like [#remove], if it has expired.
  ///
  /// @param now the time of this server; a catalog with a clock of its own ignores it
  boolean expire(Media media, Instant now);

  /// Removes the record of `id` durably if it exists and cannot be parsed. Returns false and
  /// changes nothing otherwise.
  boolean removeDamaged(MediaId id);

  /// Adds the event that a rendition of `media` cannot be made. Changes no record.
  void noteFailure(Media media);

  /// Returns one page of readable records, at a cost that does not depend on the total number. A
  /// store without an index for the selection may end a page early. Such a page holds fewer records
  /// than the limit but has a next page.
  Page list(Query query);

  /// Returns up to `limit` readable records that have expired at `now`, at a cost that does not
  /// depend on the total number.
  ///
  /// @param after the position after which the page begins; null for the first page
  ExpiredPage expired(Instant now, ExpiredPage.@Nullable Place after, int limit);

  /// The ids of records that are known to be unreadable. A full iteration of [#list] finds all of
  /// them.
  default Set<String> damaged() {
    return Set.of();
  }

  /// Claims the catalog for a data set, unless it is claimed already. A catalog that cannot be
  /// reached checks the claim when it is reached.
  ///
  /// Errors: an `IOException` with the way out in one line if it is claimed for another data set,
  /// or is not the catalog that the data set names: two servers with different files would remove
  /// each other's records, and two catalogs each other's files.
  void claim(DataSetClaim claim) throws IOException;

  /// Returns the identity of this catalog, such as `redis:<uuid>`. It is created with the catalog,
  /// and a backup contains it.
  ///
  /// Errors: `Unavailable`, `StoreUnavailable`.
  String identity();

  /// Returns whether a record can be read at the moment.
  boolean ready();

  @Override
  void close();
}
