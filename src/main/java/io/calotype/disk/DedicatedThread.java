package io.calotype.disk;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs long work that touches files on a platform thread of its own. A virtual thread that does
/// such work itself would keep its carrier while a file system hangs.
///
/// The caller bounds how much of it runs at once.
public final class DedicatedThread {
  private DedicatedThread() {}

  /// The result of `work`, for which the caller waits. An interrupt of the caller is passed on.
  ///
  /// Errors: those of `work`; `StoreUnavailable` after an interrupt.
  ///
  /// @param name of the thread
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
