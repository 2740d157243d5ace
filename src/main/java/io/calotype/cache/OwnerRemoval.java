package io.calotype.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Removes all entries of an owner. A removal that the disk refuses, as without file descriptors,
/// is repeated after the next removal, write or read that the disk accepts, at most once in
/// [#PAUSE].
///
/// Thread-safe. The owners to repeat are at most [#MAX] and end with the program.
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

  /// How many bytes of the budget the entries took; 0 where the disk refuses, which may leave some.
  long of(String owner) {
    try {
      long removed = cleared(owner);
      repeat();
      return removed;
    } catch (IOException fault) {
      faults.note("remove", fault);
      if (refused.size() < MAX) {
        refused.add(owner);
      }
      return 0;
    }
  }

  /// The disk works: repeats in the background what it has refused. Never blocks.
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
        cleared(owner);
      }
    } catch (IOException fault) {
      faults.note("remove", fault);
    }
  }

  private long cleared(String owner) throws IOException {
    OwnerFolder shelf = tree.shelf(owner);
    long removed = shelf.locked(shelf::clear);
    refused.remove(owner);
    return removed;
  }
}
