package io.calotype.history;

import java.util.List;
import java.util.Map;

/// The state of the data set after all faults have ended, and maintenance has run.
///
/// @param reads a read of each id by each node, with credentials; they are calls of the history too
/// @param records the pictures of the records, by id
/// @param objects the originals in the bucket
/// @param time when it was read, in nanoseconds of the clock of the clients
public record AtRest(
    List<Call> reads, Map<String, Integer> records, List<Stored> objects, long time) {
  /// An object of an original.
  ///
  /// @param picture the picture that its bytes are, or [Call.Answer#UNKNOWN]
  /// @param queued whether its removal is in the queue
  public record Stored(String id, String key, int picture, boolean queued) {}
}
