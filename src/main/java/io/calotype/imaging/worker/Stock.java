package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A number of units that are lent out: renderers, or bytes of memory.
///
/// Who finds too few waits, and so does everybody who comes later, so that a large wish is not
/// starved by small ones. Interactive wishes go first; of four turns one belongs to the background.
final class Stock {
  private static final int BACKGROUND_TURN = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Priority, Deque<Wish>> waiting = new EnumMap<>(Priority.class);
  private final int maxWaiting;
  private final Duration retryAfter;
  private long free;
  private int turn;

  /// Somebody who waits for units.
  private static final class Wish {
    private final long units;
    private final Condition granted;
    private boolean fulfilled;

    Wish(long units, Condition granted) {
      this.units = units;
      this.granted = granted;
    }
  }

  /// Lends out `free` units; up to `maxWaiting` may wait for some. Who is turned away is told to
  /// come back after `retryAfter`.
  Stock(long free, int maxWaiting, Duration retryAfter) {
    this.free = free;
    this.maxWaiting = maxWaiting;
    this.retryAfter = retryAfter;
    for (Priority priority : Priority.values()) {
      waiting.put(priority, new ArrayDeque<>());
    }
  }

  /// How many wait.
  int waiting() {
    lock.lock();
    try {
      return waiting.values().stream().mapToInt(Deque::size).sum();
    } finally {
      lock.unlock();
    }
  }

  /// How many of them are of that priority.
  int waiting(Priority priority) {
    lock.lock();
    try {
      return line(priority).size();
    } finally {
      lock.unlock();
    }
  }

  /// How many units are there to be lent.
  long free() {
    lock.lock();
    try {
      return free;
    } finally {
      lock.unlock();
    }
  }

  /// Lends `units` if they are there and nobody waits.
  boolean tryTake(long units) {
    lock.lock();
    try {
      return takeNow(units);
    } finally {
      lock.unlock();
    }
  }

  /// Lends `units`, at the latest after `patience`.
  ///
  /// Errors: `Overloaded` where too many wait already, or the units do not come in time.
  void take(Priority priority, long units, Duration patience) {
    lock.lock();
    try {
      if (!takeNow(units)) {
        await(priority, units, patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overloaded();
    } finally {
      lock.unlock();
    }
  }

  /// Gives back what was lent.
  void give(long units) {
    lock.lock();
    try {
      free += units;
      grant();
    } finally {
      lock.unlock();
    }
  }

  private boolean takeNow(long units) {
    if (waiting.values().stream().anyMatch(line -> !line.isEmpty()) || units > free) {
      return false;
    }
    free -= units;
    return true;
  }

  private void await(Priority priority, long units, Duration patience) throws InterruptedException {
    if (waiting() >= maxWaiting) {
      throw overloaded();
    }
    Wish wish = new Wish(units, lock.newCondition());
    Deque<Wish> line = line(priority);
    line.add(wish);
    try {
      long nanos = patience.toNanos();
      while (!wish.fulfilled && nanos > 0) {
        nanos = wish.granted.awaitNanos(nanos);
      }
    } finally {
      if (!wish.fulfilled) {
        line.remove(wish);
        grant(); // it may have stood before a smaller one
      }
    }
    if (!wish.fulfilled) {
      throw overloaded();
    }
  }

  private void grant() {
    for (Deque<Wish> line = next(); !line.isEmpty() && line.getFirst().units <= free; ) {
      Wish wish = line.removeFirst();
      free -= wish.units;
      wish.fulfilled = true;
      wish.granted.signal();
      turn = (turn + 1) % BACKGROUND_TURN;
      line = next();
    }
  }

  private Deque<Wish> next() {
    Deque<Wish> interactive = line(Priority.INTERACTIVE);
    Deque<Wish> background = line(Priority.BACKGROUND);
    boolean backgroundsTurn = turn == BACKGROUND_TURN - 1 && !background.isEmpty();
    return backgroundsTurn || interactive.isEmpty() ? background : interactive;
  }

  private Deque<Wish> line(Priority priority) {
    return Objects.requireNonNull(waiting.get(priority));
  }

  private MediaException overloaded() {
    return new MediaException(new Failure.Overloaded(retryAfter));
  }
}
