package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The idle renderers, and the jobs that wait for one: first come, first served, and not too many.
///
/// The renderer that was busy last is taken first: it has its memory already.
final class WaitingLine {
  /// What a job is told that gets no renderer.
  static final Failure OVERLOADED = new Failure.Overloaded(Duration.ofSeconds(2));

  private final Deque<Renderer> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore permits = new Semaphore(0, true);
  private final AtomicInteger waiting = new AtomicInteger();
  private final int maxWaiting;
  private final Duration patience;

  WaitingLine(int maxWaiting, Duration patience) {
    this.maxWaiting = maxWaiting;
    this.patience = patience;
  }

  /// A renderer that nobody else has until it is given back.
  ///
  /// Errors: `Overloaded` where too many wait already, or none comes in time.
  Renderer take() {
    if (waiting.incrementAndGet() > maxWaiting + permits.availablePermits()) {
      waiting.decrementAndGet();
      throw overloaded();
    }
    try {
      return awaited();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private Renderer awaited() {
    try {
      if (permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return idle.pop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw overloaded();
  }

  /// Takes this very renderer, if it is idle.
  boolean takeIfIdle(Renderer renderer) {
    if (!permits.tryAcquire()) {
      return false;
    }
    boolean taken = idle.remove(renderer);
    if (!taken) {
      permits.release();
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
    permits.release();
  }

  private static MediaException overloaded() {
    return new MediaException(OVERLOADED);
  }
}
