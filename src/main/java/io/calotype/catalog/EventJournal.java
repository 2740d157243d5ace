package io.calotype.catalog;

import java.util.List;

/// The latest events of all media of a data set, in order.
///
/// The catalog writes each event in the step that changes the record, so that no change lacks its
/// event. All nodes of the data set read the same entries at the same positions. In a Redis Cluster
/// the event follows the record in a second step, which a crash or an outage may omit.
///
/// Errors of both methods: those of [Catalog].
public interface EventJournal extends AutoCloseable {
  /// The number of entries that are kept, at least.
  int KEPT = 10_000;

  /// The maximum number of entries that [#after] returns.
  int BATCH = 1_000;

  /// Returns the last [#KEPT] entries, the oldest first.
  List<JournalEntry> latest();

  /// Returns up to [#BATCH] entries after `position`, the oldest first. Waits for a part of a
  /// second if there is none; the list may then be empty.
  List<JournalEntry> after(EventPosition position);

  @Override
  void close();
}
