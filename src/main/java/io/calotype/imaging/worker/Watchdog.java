package io.calotype.imaging.worker;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Kills renderers that exceed a deadline. Kills the largest busy one while all together exceed the
/// memory limit. It checks every 25 ms while jobs run, and sleeps otherwise.
final class Watchdog implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(25);

  private final List<Renderer> renderers;
  private final long memoryBytes;
  private final Thread thread = new Thread(this::run, "render-watchdog");
  private volatile boolean closed;

  private Watchdog(List<Renderer> renderers, long memoryBytes) {
    this.renderers = renderers;
    this.memoryBytes = memoryBytes;
  }

  static Watchdog start(List<Renderer> renderers, long memoryBytes) {
    Watchdog watchdog = new Watchdog(renderers, memoryBytes);
    watchdog.thread.setDaemon(true);
    watchdog.thread.start();
    return watchdog;
  }

  /// Wakes the watchdog: a job is about to begin.
  void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      List<RenderDeadline> jobs =
          renderers.stream().flatMap(renderer -> renderer.job().stream()).toList();
      if (jobs.isEmpty()) {
        LockSupport.park(this);
      } else {
        look(jobs);
      }
      LockSupport.parkNanos(this, EVERY.toNanos());
    }
  }

  private void look(List<RenderDeadline> jobs) {
    long now = System.nanoTime();
    jobs.forEach(job -> job.overdue(now).ifPresent(job.process()::kill));
    if (residentBytes() > memoryBytes) {
      jobs.stream()
          .map(RenderDeadline::process)
          .max(Comparator.comparingLong(RendererProcess::residentBytes))
          .ifPresent(process -> process.kill(RendererExit.MEMORY));
    }
  }

  private long residentBytes() {
    return renderers.stream()
        .flatMap(renderer -> renderer.process().stream())
        .mapToLong(RendererProcess::residentBytes)
        .sum();
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }
}
