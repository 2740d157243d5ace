package io.calotype.cluster.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The holds of the tasks of one queue in this process: the end of each by the name of its task.
/// Names sort by the time at which the tasks were added.
final class TaskHolds {
  private final ConcurrentNavigableMap<String, Instant> ends = new ConcurrentSkipListMap<>();
  private final Duration duration;
  private final Clock clock;
  private volatile boolean indexed;

  TaskHolds(Duration duration, Clock clock) {
    this.duration = duration;
    this.clock = clock;
  }

  /// Returns whether tasks of earlier runs are known.
  boolean indexed() {
    return indexed;
  }

  /// Adds the tasks of earlier runs, which are not held.
  void index(Collection<String> names) {
    names.forEach(name -> ends.putIfAbsent(name, Instant.EPOCH));
    indexed = true;
  }

  /// Holds `name` from now on.
  void renew(String name) {
    ends.put(name, clock.instant().plus(duration));
  }

  /// Renews the hold of `name` unless it was removed.
  void extend(String name) {
    Instant end = clock.instant().plus(duration);
    ends.computeIfPresent(name, (_, _) -> end);
  }

  /// Ends the hold of `name` unless it was removed.
  void end(String name) {
    ends.computeIfPresent(name, (_, _) -> Instant.EPOCH);
  }

  void remove(String name) {
    ends.remove(name);
  }

  /// Returns up to `max` names that are not held, the oldest first.
  List<String> free(int max) {
    Instant now = clock.instant();
    List<String> free = new ArrayList<>();
    for (Map.Entry<String, Instant> hold : ends.entrySet()) {
      if (free.size() >= max) {
        break;
      }
      if (!hold.getValue().isAfter(now)) {
        free.add(hold.getKey());
      }
    }
    return free;
  }

  int size() {
    return ends.size();
  }
}
