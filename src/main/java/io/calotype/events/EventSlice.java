package io.calotype.events;

import io.calotype.catalog.JournalEntry;
import java.util.List;

/// The events that follow a place in the feed.
public sealed interface EventSlice {
  /// The place that follows these events.
  long next();

  /// The next entries, the oldest first; none if there is nothing new.
  record Entries(List<JournalEntry> entries, long next) implements EventSlice {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /// Events were dropped before they were read.
  ///
  /// @param next the end of the feed
  record Missed(long next) implements EventSlice {}
}
