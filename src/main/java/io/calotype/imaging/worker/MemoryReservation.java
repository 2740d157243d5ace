package io.calotype.imaging.worker;

import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import io.calotype.imaging.queue.FairPermits;
import java.time.Duration;
import java.util.Optional;

/// The share of the render memory that one job holds; 0 until its need is known.
///
/// Threads: one at a time.
final class MemoryReservation implements AutoCloseable {
  private final FairPermits memory;
  private final long all;
  private final long kept;
  private final Urgency urgency;
  private Priority lentTo = Priority.INTERACTIVE;
  private long minimum;
  private long required;
  private long held;

  /// A reservation from `memory`, which has `all` bytes. A renderer may keep `kept` bytes between
  /// jobs.
  MemoryReservation(Urgency urgency, FairPermits memory, long all, long kept) {
    this.urgency = urgency;
    this.memory = memory;
    this.all = all;
    this.kept = kept;
  }

  /// Whether the renderer must return the job's memory to the system at once.
  boolean large() {
    return required > kept;
  }

  /// Makes the next attempt wait until no other job holds any memory. Only then does it show
  /// whether the picture itself needs too much.
  void claimAll() {
    minimum = all;
  }

  /// Whether the job holds all memory.
  boolean alone() {
    return held == all;
  }

  /// Reserves `bytes` for the job, without blocking, and returns whether it may proceed. A job that
  /// needs more than all memory proceeds alone. The watchdog ends it if it really exceeds the
  /// limit.
  boolean covers(long bytes) {
    required = Math.max(minimum, Math.min(bytes, all));
    if (held >= required) {
      return true;
    }
    close();
    Priority priority = urgency.priority();
    if (!memory.tryTake(priority, required)) {
      return false;
    }
    lentTo = priority;
    held = required;
    return true;
  }

  /// Waits for the amount of the last [#covers]. It holds nothing meanwhile, so that no two jobs
  /// wait for each other. Returns false on timeout.
  boolean await(Duration patience) {
    Optional<Priority> lent = memory.take(urgency, required, patience);
    lent.ifPresent(priority -> {
      lentTo = priority;
      held = required;
    });
    return lent.isPresent();
  }

  /// The bytes that the job needs, as far as known.
  long requiredBytes() {
    return required;
  }

  @Override
  public void close() {
    memory.give(lentTo, held);
    held = 0;
  }
}
