package io.calotype.events;

import io.calotype.catalog.EventPosition;
import io.calotype.catalog.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The last entries of the journal and of [#MAX_AGE], numbered in the order in which this process
/// has read them. The newest entry stays whatever its age: it is the position of subscribers that
/// have missed nothing.
///
/// Threads: any.
final class RecentEvents {
  /// Older entries are dropped.
  static final Duration MAX_AGE = Duration.ofHours(24);

  private final @Nullable JournalEntry[] ring;
  private long first; // the number of the oldest entry
  private long end; // the number of the next entry
  private long missingUntil = Long.MIN_VALUE; // entries up to this time may be absent

  RecentEvents(int maxEntries) {
    this.ring = new JournalEntry[maxEntries];
  }

  /// Adds the first entries: the latest ones that the journal has.
  synchronized void begin(List<JournalEntry> latest, Instant now) {
    if (latest.size() >= ring.length) {
      missingUntil = latest.getFirst().position().millis();
    }
    add(latest, now);
  }

  /// Adds `more` entries, in order.
  synchronized void add(List<JournalEntry> more, Instant now) {
    for (JournalEntry entry : more) {
      if (end - first == ring.length) {
        drop();
      }
      ring[slot(end++)] = entry;
    }
    forget(now);
  }

  /// Replaces all entries by `others`. The places of all subscribers are then missed.
  synchronized void replace(List<JournalEntry> others, Instant now) {
    end++;
    first = end;
    missingUntil = now.toEpochMilli();
    add(others, now);
  }

  private void drop() {
    missingUntil = Math.max(missingUntil, at(first).position().millis());
    first++;
  }

  private void forget(Instant now) {
    Instant oldest = now.minus(MAX_AGE);
    while (end - first > 1 && at(first).position().time().isBefore(oldest)) {
      drop();
    }
  }

  private int slot(long number) {
    return (int) (number % ring.length);
  }

  private JournalEntry at(long number) {
    return Objects.requireNonNull(ring[slot(number)]);
  }

  /// The number of the next entry.
  synchronized long end() {
    return end;
  }

  /// The number after the entry at `position`; empty if there is no such entry any more, so that
  /// events may have been missed.
  synchronized OptionalLong after(EventPosition position, Instant now) {
    forget(now);
    long number = firstFrom(position);
    return number < end && at(number).position().equals(position)
        ? OptionalLong.of(number + 1)
        : OptionalLong.empty();
  }

  /// The number of the first entry at or after `time`; empty if events since then may have been
  /// missed.
  synchronized OptionalLong since(Instant time, Instant now) {
    forget(now);
    return time.toEpochMilli() <= missingUntil || time.isBefore(now.minus(MAX_AGE))
        ? OptionalLong.empty()
        : OptionalLong.of(firstFrom(new EventPosition(time.toEpochMilli(), 0)));
  }

  /// The number of the first entry that is not before `position`.
  private long firstFrom(EventPosition position) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle).position().compareTo(position) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Returns up to `limit` entries from `number` on.
  synchronized EventSlice from(long number, int limit) {
    if (number < first) {
      return new EventSlice.Missed(end);
    }
    List<JournalEntry> found = new ArrayList<>();
    for (long next = number; next < end && found.size() < limit; next++) {
      found.add(at(next));
    }
    return new EventSlice.Entries(found, number + found.size());
  }
}
