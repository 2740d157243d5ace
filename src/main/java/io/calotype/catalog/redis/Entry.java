package io.calotype.catalog.redis;

import io.calotype.catalog.Cursor;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.lettuce.core.ScoredValue;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// A member of a list, or of [Keys#EXPIRES].
///
/// @param list the key of the list
/// @param id whose record it stands for
/// @param score when that was created, or expires, in milliseconds since 1970
record Entry(String list, MediaId id, long score) {
  static final Comparator<Entry> NEWEST_FIRST =
      Comparator.comparingLong(Entry::score).thenComparing(Entry::id).reversed();

  /// Whether it comes behind `cursor`.
  boolean isBehind(Cursor cursor) {
    Entry there = new Entry(list, cursor.id(), cursor.created().toEpochMilli());
    return NEWEST_FIRST.compare(there, this) < 0;
  }

  /// The place just behind it.
  Cursor place() {
    return new Cursor(Instant.ofEpochMilli(score), id);
  }

  /// Whether it says of `media` what is true: an id may have been used again.
  boolean fits(Media media) {
    return media.life().created().equals(Instant.ofEpochMilli(score))
        && Keys.lists(media).contains(list);
  }

  /// Empty where somebody has put another thing than an id there.
  static Optional<Entry> of(String list, ScoredValue<String> member) {
    return MediaId.parse(member.getValue())
        .map(id -> new Entry(list, id, (long) member.getScore()));
  }

  /// Takes those of `stale` that are of `list` out of it.
  static void mend(Exchange exchange, String list, Stream<Entry> stale) {
    String[] arguments =
        stale
            .filter(entry -> entry.list.equals(list))
            .flatMap(entry -> Stream.of(entry.id.value(), String.valueOf(entry.score)))
            .toArray(String[]::new);
    if (arguments.length > 0) {
      exchange.run(Script.MEND, new String[] {list}, arguments);
    }
  }
}
