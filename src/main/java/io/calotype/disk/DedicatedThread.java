package io.calotype.disk;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs long work that touches files on a separate platform thread. A virtual thread that did such
/// work itself would hold its carrier while a file system hangs.
///
/// The caller limits the number of concurrent calls.
public final class DedicatedThread {
  private DedicatedThread() {}

  /// Runs `work` on a new thread and waits for its result. An interrupt of the caller also
  /// interrupts that thread.
  ///
  /// Errors: those of `work`; `StoreUnavailable` after an interrupt.
  ///
  /// @param name the name of the thread
  public static <T> T call(String name, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = Thread.ofPlatform().daemon().name(name).start(task);
    try {
      return task.get();
    } catch (ExecutionException failed) {
      throw rethrown(failed.getCause());
    } catch (InterruptedException stopped) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new MediaException(new Failure.StoreUnavailable(StoreFault.NO_ANSWER));
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case null, default -> new CompletionException(cause);
    };
  }
}
