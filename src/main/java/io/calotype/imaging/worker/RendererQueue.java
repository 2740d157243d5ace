package io.calotype.imaging.worker;

import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import io.calotype.imaging.queue.FairPermits;
import io.calotype.imaging.queue.QueueLimits;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The idle renderers, and the jobs that wait for one.
///
/// The renderer that was busy last is taken first, because it still has its memory. Background work
/// holds all renderers but one. With a single renderer, background work takes it if no other job
/// waits.
final class RendererQueue {
  private final Deque<Renderer> idle = new ConcurrentLinkedDeque<>();
  private final FairPermits permits;

  RendererQueue(int renderers, QueueLimits limits) {
    this.permits = new FairPermits(0, renderers, Math.max(1, renderers - 1), limits);
  }

  /// A renderer that is in use.
  ///
  /// @param lentTo the priority that it was lent to
  record Turn(Renderer renderer, Priority lentTo) {}

  /// The number of waiting jobs.
  int waiting() {
    return permits.waiting();
  }

  /// The number of waiting jobs of that priority.
  int waiting(Priority priority) {
    return permits.waiting(priority);
  }

  /// Takes a renderer for the exclusive use of one job. Returns empty if the queue is full, or no
  /// renderer becomes free in time.
  Optional<Turn> take(Urgency urgency, Duration patience) {
    return permits.take(urgency, 1, patience).map(lentTo -> new Turn(idle.pop(), lentTo));
  }

  /// Takes this renderer, if it is idle and no job waits.
  boolean takeIfIdle(Renderer renderer) {
    if (!permits.tryTake(Priority.INTERACTIVE, 1)) {
      return false;
    }
    boolean taken = idle.remove(renderer);
    if (!taken) {
      permits.give(Priority.INTERACTIVE, 1);
    }
    return taken;
  }

  /// Whether this renderer is idle.
  boolean idle(Renderer renderer) {
    return idle.contains(renderer);
  }

  /// Returns a renderer to the queue.
  void giveBack(Turn turn) {
    idle.push(turn.renderer());
    permits.give(turn.lentTo(), 1);
  }

  /// Adds a renderer that was started, or taken by [#takeIfIdle].
  void add(Renderer renderer) {
    giveBack(new Turn(renderer, Priority.INTERACTIVE));
  }
}
