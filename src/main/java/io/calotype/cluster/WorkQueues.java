package io.calotype.cluster;

/// The work queues of a data set, by name.
@FunctionalInterface
public interface WorkQueues {
  /// Opens the queue `name`, with the tasks of earlier runs. The caller opens each once.
  ///
  /// @param name of `a-z 0-9 -`
  WorkQueue open(String name);
}
