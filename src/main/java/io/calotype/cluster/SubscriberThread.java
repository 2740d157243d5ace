package io.calotype.cluster;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A thread for the blocking work of a subscriber of [Invalidations]: one task after the other. It
/// ends after [#IDLE] without a task, and starts again with the next one.
public final class SubscriberThread implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor worker;

  /// @param name the beginning of the name of the thread
  /// @param maxWaiting the maximum number of waiting tasks
  public SubscriberThread(String name, int maxWaiting) {
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maxWaiting),
            Thread.ofPlatform().daemon().name(name, 0).factory());
    worker.allowCoreThreadTimeOut(true);
  }

  /// Runs `task` after the waiting ones. Returns false if too many wait. Never blocks.
  public boolean offer(Runnable task) {
    try {
      worker.execute(task);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  /// Drops the waiting tasks, and interrupts the running one.
  @Override
  public void close() {
    worker.shutdownNow();
  }
}
