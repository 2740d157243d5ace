package io.calotype;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;

/// Runs a scenario of several threads under many schedules, one switch of threads after another
/// (ADR-0028). A failure names the schedule, and repeats in every run.
public final class Interleavings {
  /// Enough for each defect that was planted in the classes under test.
  private static final int SCHEDULES = 40;

  private Interleavings() {}

  /// Runs `scenario` once a schedule. It creates what it tests, calls [#together], and asserts.
  ///
  /// Errors: an `AssertionError` if a schedule makes it fail, or blocks it for ever.
  public static void explore(Runnable scenario) {
    Lincheck.runConcurrentTest(SCHEDULES, scenario);
  }

  /// Runs `actions` in a thread each, and waits for their end.
  ///
  /// Errors: the first exception or error of an action.
  public static void together(Runnable... actions) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (Runnable action : actions) {
      threads.add(Thread.ofPlatform().start(() -> run(action, failure)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  private static void run(Runnable action, AtomicReference<Throwable> failure) {
    try {
      action.run();
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  /// Fails with `message` unless `claim` holds. For scenarios: an assertion library would be
  /// scheduled too.
  public static void require(boolean claim, String message) {
    if (!claim) {
      throw new AssertionError(message);
    }
  }
}
