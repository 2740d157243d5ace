package io.calotype.imaging.worker.child;

import io.calotype.imaging.vips.Vips;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Returns a renderer's unused memory to the system after 5 seconds without a job. Between jobs the
/// memory is kept: allocating it again costs a large picture 15% of its time.
final class IdleTrim {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vips vips;
  private final Thread thread = new Thread(this::run, "idle-trim");
  private volatile boolean pending;

  private IdleTrim(Vips vips) {
    this.vips = vips;
  }

  static IdleTrim start(Vips vips) {
    IdleTrim trim = new IdleTrim(vips);
    trim.thread.setDaemon(true);
    trim.thread.start();
    return trim;
  }

  /// Marks the renderer as busy: a job has arrived.
  void busy() {
    pending = false;
  }

  /// Marks the renderer as idle, and starts the 5 seconds.
  void idle() {
    pending = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (true) {
      LockSupport.park(this);
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (pending && until - System.nanoTime() > 0) {
        LockSupport.parkNanos(this, until - System.nanoTime());
      }
      trimIfWanted();
    }
  }

  private void trimIfWanted() {
    if (pending) {
      pending = false;
      vips.trim();
    }
  }
}
