package io.calotype.relocation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts the blobs of one run. Thread-safe.
final class MoveCounts {
  private static final int EXAMPLES = 100;

  private final AtomicLong moved = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong unrecorded = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();
  private final List<String> examples = new ArrayList<>();
  private volatile long total;

  void total(long blobs) {
    total = blobs;
  }

  void moved(long length) {
    moved.incrementAndGet();
    bytes.addAndGet(length);
  }

  void unrecorded() {
    unrecorded.incrementAndGet();
  }

  void unreadable(int count) {
    unreadable.addAndGet(count);
  }

  synchronized void damaged(String name) {
    damaged.incrementAndGet();
    if (examples.size() < EXAMPLES) {
      examples.add(name);
    }
  }

  synchronized MoveProgress progress(MoveProgress.Phase phase, @Nullable String failure) {
    MoveProgress.Left left =
        new MoveProgress.Left(damaged.get(), unrecorded.get(), unreadable.get(), examples);
    return new MoveProgress(phase, total, moved.get(), bytes.get(), left, failure);
  }
}
