package io.calotype.imaging.queue;

import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lends out a number of units: renderers, or bytes of memory.
///
/// A request that finds too few units waits, and later ones of the same priority wait behind it.
/// Small requests therefore cannot starve a large one. Interactive requests go first, then uploads,
/// then background work. Of eight turns under load, the fourth goes to uploads first and the eighth
/// to background work first.
///
/// Background work holds a limited part of the units, so that the rest stays available for others.
/// With a single unit, background work can hold it, but has no turn before others: it yields.
public final class FairPermits {
  private static final int TURNS = 8;
  private static final List<Priority> USUAL = List.of(Priority.values());
  private static final List<Priority> UPLOADS_TURN =
      List.of(Priority.UPLOAD, Priority.BACKGROUND, Priority.INTERACTIVE);
  private static final List<Priority> BACKGROUNDS_TURN =
      List.of(Priority.BACKGROUND, Priority.UPLOAD, Priority.INTERACTIVE);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Priority, Deque<WaitingRequest>> waiting = new EnumMap<>(Priority.class);
  private final QueueLimits limits;
  private final long backgroundMax;
  private final boolean yielding;
  private long free;
  private long lentToBackground;
  private int turn;

  /// A request for units that are not free yet.
  private static final class WaitingRequest {
    private final Urgency urgency;
    private final long units;
    private final Condition changed;
    private Priority priority;
    private boolean fulfilled;

    WaitingRequest(Urgency urgency, long units, Condition changed) {
      this.urgency = urgency;
      this.priority = urgency.priority();
      this.units = units;
      this.changed = changed;
    }
  }

  /// Lends out `free` of `total` units. The caller adds the others later with [#give].
  ///
  /// @param backgroundMax the most units that background work holds, unless a single request takes
  ///   more
  public FairPermits(long free, long total, long backgroundMax, QueueLimits limits) {
    this.free = free;
    this.backgroundMax = backgroundMax;
    this.yielding = backgroundMax >= total;
    this.limits = limits;
    for (Priority priority : Priority.values()) {
      waiting.put(priority, new ArrayDeque<>());
    }
  }

  /// The number of waiting requests.
  public int waiting() {
    return Stream.of(Priority.values()).mapToInt(this::waiting).sum();
  }

  /// The number of waiting requests of that priority.
  public int waiting(Priority priority) {
    lock.lock();
    try {
      return line(priority).size();
    } finally {
      lock.unlock();
    }
  }

  /// The number of free units.
  public long free() {
    lock.lock();
    try {
      return free;
    } finally {
      lock.unlock();
    }
  }

  /// Lends `units` if they are free and no request waits for them. Does not wait.
  public boolean tryTake(Priority priority, long units) {
    lock.lock();
    try {
      boolean taken = next() == null && units <= free && allowed(priority, units);
      if (taken) {
        lend(priority, units);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Lends `units`, and waits at most `patience` for them. When the urgency rises, the request
  /// moves to the queue of the new priority, and its limit applies too.
  ///
  /// @return the priority that the units were lent to; empty if too many requests wait, on timeout,
  ///   or on interruption
  public Optional<Priority> take(Urgency urgency, long units, Duration patience) {
    lock.lock();
    try {
      WaitingRequest request = new WaitingRequest(urgency, units, lock.newCondition());
      boolean full = line(request.priority).size() >= limits.waiting();
      line(request.priority).add(request);
      grant();
      if (!request.fulfilled) {
        await(request, full ? Duration.ZERO : patience);
      }
      return request.fulfilled ? Optional.of(request.priority) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Returns units that were lent to `priority`.
  public void give(Priority priority, long units) {
    lock.lock();
    try {
      free += units;
      lentToBackground -= priority == Priority.BACKGROUND ? units : 0;
      grant();
    } finally {
      lock.unlock();
    }
  }

  private void await(WaitingRequest request, Duration patience) {
    Runnable risen = () -> rise(request);
    request.urgency.watch(risen);
    rise(request); // the priority may have risen before the watch began
    try {
      Priority before = request.priority;
      long nanos = patience.toNanos();
      while (!request.fulfilled && nanos > 0) {
        nanos = request.changed.awaitNanos(nanos);
        if (request.priority != before) {
          before = request.priority;
          nanos = Math.min(nanos, limits.patience(before).toNanos());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      request.urgency.unwatch(risen);
      if (!request.fulfilled) {
        line(request.priority).remove(request);
        grant(); // a smaller request may have waited behind this one
      }
    }
  }

  private void rise(WaitingRequest request) {
    lock.lock();
    try {
      Priority now = request.urgency.priority();
      if (!request.fulfilled && now != request.priority && line(request.priority).remove(request)) {
        request.priority = now;
        line(now).add(request);
        request.changed.signal();
        grant();
      }
    } finally {
      lock.unlock();
    }
  }

  private void grant() {
    for (Deque<WaitingRequest> line = next();
        line != null && line.getFirst().units <= free;
        line = next()) {
      WaitingRequest request = line.removeFirst();
      lend(request.priority, request.units);
      request.fulfilled = true;
      request.changed.signal();
      if (next() != null) {
        turn = (turn + 1) % TURNS;
      }
    }
  }

  private void lend(Priority priority, long units) {
    free -= units;
    lentToBackground += priority == Priority.BACKGROUND ? units : 0;
  }

  private @Nullable Deque<WaitingRequest> next() {
    for (Priority priority : order()) {
      Deque<WaitingRequest> line = line(priority);
      if (!line.isEmpty() && allowed(priority, line.getFirst().units)) {
        return line;
      }
    }
    return null;
  }

  private List<Priority> order() {
    boolean lastFirst = turn % (TURNS / 2) == TURNS / 2 - 1;
    if (!lastFirst || (yielding && line(Priority.UPLOAD).isEmpty())) {
      return USUAL;
    }
    return turn == TURNS - 1 && !yielding ? BACKGROUNDS_TURN : UPLOADS_TURN;
  }

  private boolean allowed(Priority priority, long units) {
    return priority != Priority.BACKGROUND
        || lentToBackground == 0
        || lentToBackground + units <= backgroundMax;
  }

  private Deque<WaitingRequest> line(Priority priority) {
    return Objects.requireNonNull(waiting.get(priority));
  }
}
