package io.calotype.catalog.redis;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.ExpiredPage;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisCall;
import io.lettuce.core.ScoredValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A member of a list, or of [RedisKeys#EXPIRES].
///
/// @param list the key of the list
/// @param id the id of its record
/// @param score the creation or expiry time of the record, in milliseconds since 1970
record ListEntry(String list, MediaId id, long score) {
  static final Comparator<ListEntry> OLDEST_FIRST =
      Comparator.comparingLong(ListEntry::score).thenComparing(ListEntry::id);

  /// Returns whether the entry comes after `cursor`.
  boolean isBehind(Cursor cursor) {
    ListEntry there = new ListEntry(list, cursor.id(), cursor.created().toEpochMilli());
    return cursor.order().of(OLDEST_FIRST).compare(there, this) < 0;
  }

  /// Returns whether the entry comes after `place` in [RedisKeys#EXPIRES]; null is the beginning.
  boolean isBehind(ExpiredPage.@Nullable Place place) {
    return place == null
        || score > place.expires().toEpochMilli()
        || (score == place.expires().toEpochMilli() && id.value().compareTo(place.id()) > 0);
  }

  /// The position directly after the entry in [RedisKeys#EXPIRES].
  ExpiredPage.Place expiry() {
    return new ExpiredPage.Place(Instant.ofEpochMilli(score), id.value());
  }

  /// The position directly after the entry.
  Cursor place(ListOrder order) {
    return new Cursor(Instant.ofEpochMilli(score), id, order);
  }

  /// Returns whether the entry matches `media`: an id may have been used again.
  private boolean fits(Media media) {
    return Objects.equals(RedisKeys.index(media).get(list), score);
  }

  /// Empty if another program has stored a member that is not an id with a time.
  static Optional<ListEntry> of(String list, ScoredValue<String> member) {
    return MediaId.parse(member.getValue())
        .filter(id -> member.getScore() == Math.rint(member.getScore()))
        .map(id -> new ListEntry(list, id, (long) member.getScore()));
  }

  /// Returns the media in `read` that match their entries. Adds the other entries to `stale`,
  /// except those whose record cannot be parsed.
  static List<Media> fitting(
      List<ListEntry> entries, RedisRecordReader.Read read, List<ListEntry> stale) {
    List<Media> fitting = new ArrayList<>();
    for (ListEntry entry : entries) {
      Media of = read.media().get(entry.id);
      if (of != null && entry.fits(of)) {
        fitting.add(of);
      } else if (!read.damaged().contains(entry.id)) {
        stale.add(entry);
      }
    }
    return fitting;
  }

  /// Removes the `stale` entries from `list`, except those whose record is being changed. Returns
  /// false if there were none to remove.
  static boolean mend(RedisCall exchange, String list, List<ListEntry> stale) {
    Set<MediaId> changing = changing(exchange, stale);
    Stream<String> settled =
        stale.stream()
            .filter(entry -> !changing.contains(entry.id))
            .flatMap(entry -> Stream.of(entry.id.value(), String.valueOf(entry.score)));
    RedisCall there = exchange.at(list);
    String[] arguments = Stream.concat(Stream.of(there.deadline()), settled).toArray(String[]::new);
    return arguments.length > 1 && there.run(RecordScripts.MEND, new String[] {list}, arguments);
  }

  /// A record may have changed between the reads of its list and of the record. In a cluster an
  /// index entry is also written before its record and removed after it.
  private static Set<MediaId> changing(RedisCall exchange, List<ListEntry> entries) {
    return RedisRecordReader.texts(
            exchange, entries.stream().map(ListEntry::id).toList(), RedisKeys::change)
        .keySet();
  }
}
