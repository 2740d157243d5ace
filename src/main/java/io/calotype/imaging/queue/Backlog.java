package io.calotype.imaging.queue;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.CostClass;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/// All renders that wait or run, and the wait that a new one would have.
///
/// The estimate is that of a fluid: the work ahead, by the recent times of its cost classes, flows
/// off through all renderers at once, and through the memory at once. The slower of both counts.
///
/// Threads: any. Never blocks.
public final class Backlog {
  /// A render that has taken longer than expected takes at least this part of the expected time
  /// from now on.
  private static final double LEAST_REST = 0.25;

  private final int workers;
  private final double memoryBytes;
  private final QueueLimits limits;
  private final LongSupplier clock;
  private final RenderTimes times = new RenderTimes();
  private final Set<Entry> entries = new LinkedHashSet<>();

  /// Renders by so many workers, which share so much memory. `clock` is like `System.nanoTime`.
  public Backlog(int workers, long memoryBytes, QueueLimits limits, LongSupplier clock) {
    this.workers = workers;
    this.memoryBytes = memoryBytes;
    this.limits = limits;
    this.clock = clock;
  }

  /// One render, from its arrival to its end.
  public final class Entry implements AutoCloseable {
    private final Urgency urgency;
    private final CostClass cost;
    private long begun;
    private boolean running;

    private Entry(Urgency urgency, CostClass cost) {
      this.urgency = urgency;
      this.cost = cost;
    }

    /// A worker has it.
    public void begin() {
      synchronized (Backlog.this) {
        begun = clock.getAsLong();
        running = true;
      }
    }

    /// It waits again, for more memory.
    public void pause() {
      synchronized (Backlog.this) {
        running = false;
      }
    }

    /// It has come to its end, and has taken so much memory.
    public void done(long bytes) {
      synchronized (Backlog.this) {
        times.measured(cost, Duration.ofNanos(clock.getAsLong() - begun), bytes);
      }
    }

    @Override
    public void close() {
      synchronized (Backlog.this) {
        entries.remove(this);
      }
    }

    private boolean ahead(Priority priority) {
      return running || urgency.priority().compareTo(priority) <= 0;
    }

    private double rest(double expected) {
      double elapsed = running ? clock.getAsLong() - begun : 0;
      return Math.max(expected - elapsed, expected * LEAST_REST);
    }
  }

  /// Adds a render.
  ///
  /// Errors: `Overloaded` at once where it would wait for longer than its priority allows.
  public synchronized Entry enter(Urgency urgency, CostClass cost) {
    Duration wait = expectedWait(urgency.priority());
    if (wait.compareTo(limits.patience(urgency.priority())) > 0) {
      throw new MediaException(new Failure.Overloaded(wait));
    }
    Entry entry = new Entry(urgency, cost);
    entries.add(entry);
    return entry;
  }

  /// How long a new render of that priority would wait for a worker and for memory.
  public synchronized Duration expectedWait(Priority priority) {
    double nanos = 0;
    double held = 0;
    int ahead = 0;
    for (Entry entry : entries) {
      if (entry.ahead(priority)) {
        RenderTimes.Cost cost = times.expected(entry.cost);
        double rest = entry.rest(cost.nanos());
        nanos += rest;
        held += rest * Math.min(1, cost.bytes() / memoryBytes);
        ahead++;
      }
    }
    return ahead < workers
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.max(nanos / workers, held));
  }

  /// The failure of a render that was refused after it had waited.
  public MediaException overloaded(Priority priority) {
    return new MediaException(new Failure.Overloaded(expectedWait(priority)));
  }
}
