package io.calotype.cache;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// One of the 256 top folders: the lock under which anything below it changes, and its part of the
/// account.
///
/// Until it is counted, changes below it are not booked: the count, which holds the same lock, will
/// see what they left behind. So nothing is booked twice and nothing is missed.
final class Shard {
  /// Fair: whoever goes through the shard, folder by folder, lets others in between.
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Account account;
  private boolean counted;
  private long entries;
  private long bytes;

  Shard(Account account) {
    this.account = account;
  }

  /// Runs `action` while nothing else changes the shard. An action never takes a second shard.
  <T> T locked(Action<T> action) throws IOException {
    lock.lock();
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }

  /// Whether it has been counted. The lock is held.
  boolean counted() {
    return counted;
  }

  /// Books an entry that has come. The lock is held.
  void add(long charge) {
    if (counted) {
      book(1, charge);
    }
  }

  /// Books an entry that has gone. The lock is held.
  void drop(long charge) {
    if (counted) {
      book(-Math.min(1, entries), -Math.min(charge, bytes));
    }
  }

  /// Books what a count has found in place of what was booked before. The lock is held.
  void count(long foundEntries, long foundBytes) {
    book(foundEntries - entries, foundBytes - bytes);
    if (!counted) {
      counted = true;
      account.shardCounted();
    }
  }

  private void book(long moreEntries, long moreBytes) {
    entries += moreEntries;
    bytes += moreBytes;
    account.book(moreEntries, moreBytes);
  }

  /// Something that is done to the disk.
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }
}
