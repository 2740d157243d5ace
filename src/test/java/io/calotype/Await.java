package io.calotype;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for a condition. The only class of the tests that lets time pass, beside slow clients.
public final class Await {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(10);

  private Await() {}

  /// A condition of a program, a process or a file.
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /// Waits until `condition` holds.
  ///
  /// Errors: an `AssertionError` after 2 minutes, and for an exception of `condition`.
  public static void until(Condition condition) {
    until(condition, "a condition");
  }

  /// Like the other method, with the name of the condition for a failure.
  public static void until(Condition condition, String name) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(name + " does not hold within " + LIMIT);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
