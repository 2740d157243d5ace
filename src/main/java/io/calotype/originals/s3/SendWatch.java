package io.calotype.originals.s3;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/// Bounds a call that sends a body by its progress. A slow network may take minutes for a part,
/// while a network that drops packets must be detected within seconds. Java has no time limit for a
/// write to a socket.
final class SendWatch {
  /// The longest time in which no byte of the body is taken and no answer arrives.
  private static final Duration STALL = Duration.ofSeconds(6);

  private static final Duration LOOK = Duration.ofMillis(500);

  private SendWatch() {}

  /// Returns the result of `call`, which sends `body`. Interrupts it when it stalls.
  ///
  /// Errors: those of `call`; [ApiCallTimeoutException] when it stalls.
  static <T> T watch(FileSlice body, Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().name("s3-send").start(task);
    try {
      while (true) {
        try {
          return task.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException running) {
          requireProgress(body);
        }
      }
    } catch (ExecutionException failed) {
      throw rethrown(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("the upload was interrupted");
    } finally {
      task.cancel(true);
    }
  }

  private static void requireProgress(FileSlice body) {
    if (System.nanoTime() - body.movedAt() > STALL.toNanos()) {
      throw ApiCallTimeoutException.builder().message("the body makes no progress").build();
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case null, default -> new IllegalStateException("a call has failed", cause);
    };
  }
}
