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

/// All renders that wait or run, and the expected wait of a new one.
///
/// The estimate is a fluid model. The work ahead, taken from the recent times of its cost classes,
/// drains through all renderers at once and through the memory at once. The slower of the two
/// counts.
///
/// Threads: any. Never waits for a render.
public final class Backlog {
  /// The remaining time of a late render is at least this share of its expected time.
  private static final double LEAST_REST = 0.25;

  private final int workers;
  private final double memoryBytes;
  private final QueueLimits limits;
  private final LongSupplier clock;
  private final RenderTimes times = new RenderTimes();
  private final Set<Entry> entries = new LinkedHashSet<>();

  /// A backlog for `workers` renderers that share `memoryBytes`. `clock` is like `System.nanoTime`.
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

    /// Marks the render as running: a worker has it.
    public void begin() {
      synchronized (Backlog.this) {
        begun = clock.getAsLong();
        running = true;
      }
    }

    /// Marks the render as waiting again, for more memory.
    public void pause() {
      synchronized (Backlog.this) {
        running = false;
      }
    }

    /// Records the time of a successful render, and the `bytes` of memory that it reserved.
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
  /// Errors: `Overloaded` at once if it would wait for longer than its priority allows.
  public synchronized Entry enter(Urgency urgency, CostClass cost) {
    Duration wait = expectedWait(urgency.priority());
    if (wait.compareTo(limits.patience(urgency.priority())) > 0) {
      throw new MediaException(new Failure.Overloaded(wait));
    }
    Entry entry = new Entry(urgency, cost);
    entries.add(entry);
    return entry;
  }

  /// The expected wait of a new render of that priority for a worker and for memory.
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

  /// The failure of a render that is refused after it has waited.
  public MediaException overloaded(Priority priority) {
    return new MediaException(new Failure.Overloaded(expectedWait(priority)));
  }
}
