package io.calotype.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// One of the 256 top folders: the lock for all changes below it, and its part of the space
/// account.
///
/// Until the shard is counted, changes below it are not booked: the count holds the same lock and
/// includes their result. The same holds for each folder that the count could not list. Each change
/// is therefore booked exactly once.
final class ShardLock {
  /// Fair, so that a scan of the shard lets other threads in between folders.
  private final ReentrantLock lock = new ReentrantLock(true);

  private final SpaceAccount account;
  private boolean counted;
  private List<Path> unlisted = List.of();
  private long entries;
  private long bytes;

  ShardLock(SpaceAccount account) {
    this.account = account;
  }

  /// Runs `action` under the lock of the shard. An action must not lock a second shard.
  <T> T locked(Action<T> action) throws IOException {
    lock.lock();
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether the shard was counted and every folder could be listed. The caller holds the
  /// lock.
  boolean countedWhole() {
    return counted && unlisted.isEmpty();
  }

  /// The folders that the last count could not list. The caller holds the lock.
  List<Path> unlisted() {
    return unlisted;
  }

  /// The booked bytes. The caller holds the lock.
  long bytes() {
    return bytes;
  }

  /// Books a new entry in `folder`. The caller holds the lock.
  void add(Path folder, long charge) {
    if (books(folder)) {
      book(1, charge);
    }
  }

  /// Books the removal of an entry from `folder`. The caller holds the lock.
  void drop(Path folder, long charge) {
    if (books(folder)) {
      book(-Math.min(1, entries), -Math.min(charge, bytes));
    }
  }

  private boolean books(Path folder) {
    return counted && unlisted.stream().noneMatch(folder::startsWith);
  }

  /// Replaces the booked values by those of a count. The caller holds the lock.
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

  /// A disk operation with a result.
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }
}
