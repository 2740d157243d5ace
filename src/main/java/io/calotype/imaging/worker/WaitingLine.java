package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import io.calotype.imaging.Priority;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The idle renderers, and the jobs that wait for one.
///
/// The renderer that was busy last is taken first: it has its memory already.
final class WaitingLine {
  /// When a job that gets no renderer may come again.
  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /// What a job is told that gets no renderer.
  static final Failure OVERLOADED = new Failure.Overloaded(RETRY_AFTER);

  private final Deque<Renderer> idle = new ConcurrentLinkedDeque<>();
  private final Stock permits;
  private final Duration patience;

  WaitingLine(int maxWaiting, Duration patience) {
    this.permits = new Stock(0, maxWaiting, RETRY_AFTER);
    this.patience = patience;
  }

  /// How many jobs wait.
  int waiting() {
    return permits.waiting();
  }

  /// How many of them are of that priority.
  int waiting(Priority priority) {
    return permits.waiting(priority);
  }

  /// A renderer that nobody else has until it is given back.
  ///
  /// Errors: `Overloaded` where too many wait already, or none comes in time.
  Renderer take(Priority priority) {
    permits.take(priority, 1, patience);
    return idle.pop();
  }

  /// Takes this very renderer, if it is idle.
  boolean takeIfIdle(Renderer renderer) {
    if (!permits.tryTake(1)) {
      return false;
    }
    boolean taken = idle.remove(renderer);
    if (!taken) {
      permits.give(1);
    }
    return taken;
  }

  /// Whether nobody has this renderer.
  boolean idle(Renderer renderer) {
    return idle.contains(renderer);
  }

  /// Ends the use of a renderer that was taken.
  void giveBack(Renderer renderer) {
    idle.push(renderer);
    permits.give(1);
  }
}
