package io.calotype.cluster;

import java.time.Instant;
import java.util.List;

/// A durable queue of tasks. A task is executed at least once, so its effect must be idempotent.
///
/// Errors of every method: `StorageFull`, `StoreUnavailable`, `Unavailable`.
public interface WorkQueue {
  /// Adds a task. It survives a power loss once this method returns.
  ///
  /// @param text one line that describes the work
  Task add(String text);

  /// Returns the tasks that were added before `then` and are not completed, the oldest first.
  List<Task> waiting(Instant then);

  /// Removes a completed task.
  void complete(Task task);

  /// A task in the queue.
  ///
  /// @param name identifies it in the queue
  /// @param text describes the work
  /// @param added when it was added
  record Task(String name, String text, Instant added) {}
}
