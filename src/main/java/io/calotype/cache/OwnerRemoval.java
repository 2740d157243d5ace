package io.calotype.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Removes all entries of an owner. If the disk refuses, for example without file descriptors, the
/// removal is retried after the next successful removal, write or read. Retries are at least
/// [#PAUSE] apart.
///
/// Thread-safe. At most [#MAX] owners are kept for a retry, and not across a restart.
final class OwnerRemoval {
  private static final int MAX = 10_000;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final FolderTree tree;
  private final DiskFaults faults;
  private final BackgroundTasks background;
  private final AtomicLong repeatedAt = new AtomicLong(System.nanoTime() - PAUSE.toNanos());

  OwnerRemoval(FolderTree tree, DiskFaults faults, BackgroundTasks background) {
    this.tree = tree;
    this.faults = faults;
    this.background = background;
  }

  /// Removes the entries of `owner`. Returns false if the disk fails, or if its folder stays.
  boolean of(String owner) {
    try {
      boolean removed = cleared(owner);
      repeat();
      return removed;
    } catch (IOException fault) {
      faults.note("remove", fault);
      if (refused.size() < MAX) {
        refused.add(owner);
      }
      return false;
    }
  }

  /// Retries refused removals in the background. Called after the disk worked. Never blocks.
  void repeat() {
    if (refused.isEmpty()) {
      return;
    }
    long last = repeatedAt.get();
    long now = System.nanoTime();
    if (now - last >= PAUSE.toNanos() && repeatedAt.compareAndSet(last, now)) {
      background.run(this::repeatAll);
    }
  }

  private void repeatAll() {
    try {
      for (String owner : refused) {
        var _ = cleared(owner);
      }
    } catch (IOException fault) {
      faults.note("remove", fault);
    }
  }

  private boolean cleared(String owner) throws IOException {
    OwnerFolder ownerFolder = tree.ownerFolder(owner);
    ownerFolder.locked(ownerFolder::clear);
    refused.remove(owner);
    return !ownerFolder.exists();
  }
}
