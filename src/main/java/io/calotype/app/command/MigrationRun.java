package io.calotype.app.command;

import io.calotype.cli.text.StepCount;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Moves keys in parallel and counts the results.
final class MigrationRun {
  private final Migration migration;
  private final StepCount steps;
  private final int parallel;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong already = new AtomicLong();
  private final AtomicLong noPicture = new AtomicLong();
  private final FailureList failures;
  private final AtomicReference<@Nullable RuntimeException> lost = new AtomicReference<>();

  MigrationRun(Migration migration, StepCount steps, FailureList failures, int parallel) {
    this.migration = migration;
    this.steps = steps;
    this.failures = failures;
    this.parallel = parallel;
  }

  /// Moves all keys that match `pattern`. Stops at the first [Migration.Result.Lost] and throws its
  /// cause.
  void all(String pattern) {
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      migration.keys().each(pattern, batch -> batch(threads, batch));
    }
  }

  private void batch(ExecutorService threads, List<String> keys) {
    try {
      for (Future<Boolean> ended : threads.invokeAll(keys.stream().map(this::task).toList())) {
        ended.get();
      }
    } catch (InterruptedException | ExecutionException bug) {
      throw new IllegalStateException("it has failed over a key: " + bug.getCause(), bug);
    }
    if (lost.get() != null) {
      throw lost.get();
    }
  }

  private Callable<Boolean> task(String key) {
    return () -> {
      if (lost.get() == null) {
        count(key, migration.move(key));
        steps.advance(1);
      }
      return true;
    };
  }

  private void count(String key, Migration.Result result) {
    switch (result) {
      case Migration.Result.Moved(long gone) -> {
        moved.incrementAndGet();
        bytes.addAndGet(gone);
      }
      case Migration.Result.Already() -> already.incrementAndGet();
      case Migration.Result.NoPicture() -> noPicture.incrementAndGet();
      case Migration.Result.Failed(String reason) -> failures.add(key, reason);
      case Migration.Result.Lost(RuntimeException cause) -> lost.compareAndSet(null, cause);
    }
  }

  long moved() {
    return moved.get();
  }

  /// The total length in bytes of the legacy records that were moved.
  long bytes() {
    return bytes.get();
  }

  long already() {
    return already.get();
  }

  long noPicture() {
    return noPicture.get();
  }
}
