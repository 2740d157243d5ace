package io.calotype.imaging.worker;

import io.calotype.imaging.vips.Vips;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Gives a renderer's memory back to the system once no job has come for a while. Between jobs it
/// is kept: getting it again costs a large picture 15% of its time.
final class IdleTrim {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vips vips;
  private final Thread thread = new Thread(this::run, "idle-trim");
  private volatile boolean wanted;

  private IdleTrim(Vips vips) {
    this.vips = vips;
  }

  static IdleTrim start(Vips vips) {
    IdleTrim trim = new IdleTrim(vips);
    trim.thread.setDaemon(true);
    trim.thread.start();
    return trim;
  }

  /// A job has come.
  void busy() {
    wanted = false;
  }

  /// A job is done.
  void idle() {
    wanted = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (true) {
      LockSupport.park(this);
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (wanted && until - System.nanoTime() > 0) {
        LockSupport.parkNanos(this, until - System.nanoTime());
      }
      trimIfWanted();
    }
  }

  private void trimIfWanted() {
    if (wanted) {
      wanted = false;
      vips.trim();
    }
  }
}
