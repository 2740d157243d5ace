package io.calotype.video;

import io.calotype.failure.MediaException;
import io.calotype.imaging.CostClass;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import io.calotype.imaging.queue.Backlog;
import io.calotype.imaging.queue.FairPermits;
import io.calotype.imaging.queue.QueueLimits;
import java.util.function.Supplier;

/// Limits concurrent jobs. Waiting jobs are ordered by urgency.
final class FfmpegQueue {
  private final FairPermits free;
  private final Backlog backlog;
  private final QueueLimits limits;

  FfmpegQueue(int workers, QueueLimits limits) {
    this.limits = limits;
    this.free = new FairPermits(workers, workers, Math.max(1, workers - 1), limits);
    this.backlog = new Backlog(workers, 1, limits, System::nanoTime);
  }

  /// Runs `work` when its turn comes.
  ///
  /// Errors: `Overloaded` if the queue is full, or the wait is too long.
  <T> T await(Urgency urgency, CostClass cost, Supplier<T> work) {
    try (Backlog.Entry entry = backlog.enter(urgency, cost)) {
      Priority lentTo =
          free.take(urgency, 1, limits.patience(urgency.priority()))
              .orElseThrow(() -> overloaded(urgency));
      try {
        entry.begin();
        T result = work.get();
        entry.done(0);
        return result;
      } finally {
        free.give(lentTo, 1);
      }
    }
  }

  private MediaException overloaded(Urgency urgency) {
    return backlog.overloaded(urgency.priority());
  }
}
