package io.calotype.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A durable queue of tasks. A task is executed at least once, so its effect must be idempotent.
///
/// A node holds the tasks that it adds or claims, for [#HOLD] after the last [#renew]. Then any
/// node may claim them: their holder has stopped, or was paused. A hold only saves double work.
///
/// Errors of every method: `StorageFull`, `StoreUnavailable`, `Unavailable`.
public interface WorkQueue {
  /// The duration of a hold.
  Duration HOLD = Duration.ofSeconds(30);

  /// The maximum number of buried tasks that are kept.
  int MAX_BURIED = 10_000;

  /// Adds a task, which this node holds. It survives a power loss once this method returns.
  ///
  /// @param text one line that describes the work
  Task add(String text);

  /// Returns the tasks that were added before `then` and are not completed, held or not, the oldest
  /// first.
  List<Task> waiting(Instant then);

  /// Takes the hold of up to `max` tasks that no node holds, the oldest first.
  List<Claimed> claim(int max);

  /// Renews the holds of those of `tasks` that this node holds.
  void renew(List<Task> tasks);

  /// Ends the holds of those of `tasks` that this node holds: any node may claim them at once.
  void release(List<Task> tasks);

  /// Removes completed tasks, also those that another node holds.
  void complete(List<Task> tasks);

  /// Removes a completed task.
  default void complete(Task task) {
    complete(List.of(task));
  }

  /// Removes a completed task, within a second if the node does not stop and the queue can be
  /// reached. Otherwise the task is executed again. Never blocks if several nodes have the queue.
  default void completeSoon(Task task) {
    complete(task);
  }

  /// Moves a failed task to the dead letters, which no node claims. If there are [#MAX_BURIED],
  /// removes it.
  void bury(Task task);

  /// Returns the number of tasks.
  Depth depth();

  /// A task in the queue.
  ///
  /// @param name identifies it in the queue
  /// @param text describes the work
  /// @param added when it was added
  record Task(String name, String text, Instant added) {}

  /// A task that this node has claimed.
  ///
  /// @param tries how often it was held, this time included: at least 1
  record Claimed(Task task, int tries) {}

  /// The number of tasks in a queue.
  ///
  /// @param waiting those that are not completed, held or not
  /// @param dead those that were buried
  record Depth(long waiting, long dead) {}
}
