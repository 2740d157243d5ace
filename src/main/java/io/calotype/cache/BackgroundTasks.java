package io.calotype.cache;

import java.util.concurrent.Semaphore;

/// Runs short cache tasks in the background, at most 64 at a time.
final class BackgroundTasks implements AutoCloseable {
  private static final int MAX_TASKS = 64;

  private final Semaphore free = new Semaphore(MAX_TASKS);
  private volatile boolean closing;

  /// Starts `task`, unless 64 tasks are running or the cache is closing. Never blocks.
  ///
  /// @return whether the task was started
  boolean run(Runnable task) {
    if (!free.tryAcquire()) {
      return false;
    }
    if (closing) {
      free.release();
      return false;
    }
    Thread.ofPlatform().daemon().name("disk-cache").start(() -> runAndRelease(task));
    return true;
  }

  /// Returns whether the cache is closing, so that a long task should stop.
  boolean closing() {
    return closing;
  }

  /// Waits until no task is running.
  void settle() {
    free.acquireUninterruptibly(MAX_TASKS);
    free.release(MAX_TASKS);
  }

  /// Refuses new tasks and waits for the running ones.
  @Override
  public void close() {
    closing = true;
    settle();
  }

  private void runAndRelease(Runnable task) {
    try {
      task.run();
    } finally {
      free.release();
    }
  }
}
