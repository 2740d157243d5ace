package io.calotype.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// One of the 256 top folders: the lock under which anything below it changes, and its part of the
/// account.
///
/// Until it is counted, changes below it are not booked: the count, which holds the same lock, will
/// see what they left behind. The same holds for each folder that the count could not list. Thus
/// nothing is booked twice and nothing is missed.
final class ShardLock {
  /// Fair: whoever goes through the shard, folder by folder, lets others in between.
  private final ReentrantLock lock = new ReentrantLock(true);

  private final SpaceAccount account;
  private boolean counted;
  private List<Path> unlisted = List.of();
  private long entries;
  private long bytes;

  ShardLock(SpaceAccount account) {
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

  /// Whether it has been counted, and every folder could be listed. The lock is held.
  boolean countedWhole() {
    return counted && unlisted.isEmpty();
  }

  /// The folders that the last count could not list. The lock is held.
  List<Path> unlisted() {
    return unlisted;
  }

  /// The booked bytes. The lock is held.
  long bytes() {
    return bytes;
  }

  /// Books a new entry in `folder`. The lock is held.
  void add(Path folder, long charge) {
    if (books(folder)) {
      book(1, charge);
    }
  }

  /// Books the removal of an entry from `folder`. The lock is held.
  void drop(Path folder, long charge) {
    if (books(folder)) {
      book(-Math.min(1, entries), -Math.min(charge, bytes));
    }
  }

  private boolean books(Path folder) {
    return counted && unlisted.stream().noneMatch(folder::startsWith);
  }

  /// Books what a count has found in place of what was booked before. The lock is held.
  void count(ShardCount found) {
    book(found.entries() - entries, found.bytes() - bytes);
    unlisted = found.unlisted();
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
