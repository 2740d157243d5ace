package io.calotype.imaging.worker;

import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import io.calotype.imaging.queue.FairPermits;
import java.time.Duration;
import java.util.Optional;

/// The part of the memory for all renders that one job has; nothing until its need is known.
///
/// One thread at a time.
final class MemoryReservation implements AutoCloseable {
  private final FairPermits memory;
  private final long all;
  private final long kept;
  private final Urgency urgency;
  private Priority lentTo = Priority.INTERACTIVE;
  private long least;
  private long wanted;
  private long held;

  /// A share of `memory`, of which there are `all` bytes; a renderer may keep `kept` of it.
  MemoryReservation(Urgency urgency, FairPermits memory, long all, long kept) {
    this.urgency = urgency;
    this.memory = memory;
    this.all = all;
    this.kept = kept;
  }

  /// Whether the renderer has to give back at once what the job has taken.
  boolean large() {
    return wanted > kept;
  }

  /// Has the next try wait until no other job has any memory: only then does it show whether the
  /// picture itself takes too much.
  void claimAll() {
    least = all;
  }

  /// Whether the job has all memory for itself.
  boolean alone() {
    return held == all;
  }

  /// Whether the job may go on that takes so many bytes. One that takes more than there is goes on
  /// alone, and is ended when it really does.
  boolean covers(long bytes) {
    wanted = Math.max(least, Math.min(bytes, all));
    if (held >= wanted) {
      return true;
    }
    close();
    Priority priority = urgency.priority();
    if (!memory.tryTake(priority, wanted)) {
      return false;
    }
    lentTo = priority;
    held = wanted;
    return true;
  }

  /// Waits for as much as [#covers] has asked for. It holds nothing meanwhile, so that no two jobs
  /// wait for each other. False where it does not come in time.
  boolean await(Duration patience) {
    Optional<Priority> lent = memory.take(urgency, wanted, patience);
    lent.ifPresent(priority -> {
      lentTo = priority;
      held = wanted;
    });
    return lent.isPresent();
  }

  /// How much the job takes, as far as that is known.
  long wanted() {
    return wanted;
  }

  @Override
  public void close() {
    memory.give(lentTo, held);
    held = 0;
  }
}
