package io.calotype.cache;

import java.util.concurrent.Semaphore;

/// Runs short tasks of the cache in the background, at most 64 at a time.
final class BackgroundTasks implements AutoCloseable {
  private static final int MAX_TASKS = 64;

  private final Semaphore free = new Semaphore(MAX_TASKS);
  private volatile boolean closing;

  /// Starts `task`, unless 64 are under way or the cache is being closed. Never blocks.
  ///
  /// @return whether it was started
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

  /// Whether a long task should come to its end.
  boolean closing() {
    return closing;
  }

  /// Waits until no task is under way.
  void settle() {
    free.acquireUninterruptibly(MAX_TASKS);
    free.release(MAX_TASKS);
  }

  /// Waits for what is under way and takes no more.
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
