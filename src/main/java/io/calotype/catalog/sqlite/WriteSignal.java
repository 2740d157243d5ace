package io.calotype.catalog.sqlite;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes readers that wait for the next write. Any thread may call it.
final class WriteSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sent = lock.newCondition();
  private long count;

  /// Announces a completed write.
  void send() {
    lock.lock();
    try {
      count++;
      sent.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The number of writes so far.
  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there are more writes than `seen`, or for `patience`. An interrupt ends the wait
  /// and stays set.
  void await(long seen, Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (count == seen && left > 0) {
        left = sent.awaitNanos(left);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
