package io.calotype.disk;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.failure.StoreFaults;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A bounded pool of platform threads for the operations on one file system, each with a deadline.
///
/// A virtual thread that blocks in a file operation holds its carrier: eight operations that never
/// return would stop the server. Here they hold threads of this pool only. A caller waits until its
/// deadline and then fails with `StoreUnavailable`; the operation goes on in its thread, and its
/// result is dropped. While half of the threads are held by such operations, new ones are refused
/// at once: the file system does not answer.
///
/// An operation that had not begun at its deadline never begins. One that had begun may still take
/// effect.
public final class DiskThreads implements AutoCloseable {
  private static final int WAITING = 1024;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /// How long a read, a look-up or a deletion may take.
  private static final Duration SHORT = Duration.ofSeconds(5);

  /// How long a write with its `fsync` may take.
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final int THREADS = 16;
  private static final int INLINE = 2;

  private final String name;
  private final int threads;
  private final Duration deadline;
  private final ThreadPoolExecutor pool;
  private final AtomicInteger stuck = new AtomicInteger();
  private final Semaphore inline = new Semaphore(INLINE);

  /// @param name of the file system's role, for example `originals`; for threads, log and metric
  /// @param threads how many operations run at once
  /// @param deadline how long a caller waits
  public DiskThreads(String name, int threads, Duration deadline, Telemetry telemetry) {
    this.name = name;
    this.threads = threads;
    this.deadline = deadline;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("disk-" + name + "-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    telemetry.gauge("calotype_disk_stuck", stuck::get, "store", name);
  }

  /// A pool of the usual size, whose operations may take [#SHORT].
  public static DiskThreads of(String name, Telemetry telemetry) {
    return new DiskThreads(name, THREADS, SHORT, telemetry);
  }

  /// A pool of `threads`, each of which has a handle of its own, such as a connection. Operations
  /// may take [#SHORT], and wait in the queue for a thread.
  public static DiskThreads of(String name, int threads, Telemetry telemetry) {
    return new DiskThreads(name, threads, SHORT, telemetry);
  }

  /// A pool of one thread, for operations that exclude each other and may take [#LONG].
  public static DiskThreads single(String name, Telemetry telemetry) {
    return new DiskThreads(name, 1, LONG, telemetry);
  }

  /// The result of `work`, which runs on a thread of this pool.
  ///
  /// Errors: `StoreUnavailable` at the deadline or while the file system does not answer; an
  /// `IOException` and whatever else `work` throws.
  public <T> T call(Callable<T> work) throws IOException {
    return call(work, deadline);
  }

  /// The same with a deadline of its own.
  public <T> T call(Callable<T> work, Duration within) throws IOException {
    return begin(work).await(within);
  }

  /// Begins `work` on a thread of this pool and waits for nothing.
  ///
  /// Errors: `StoreUnavailable` while the file system does not answer.
  public <T> Begun<T> begin(Callable<T> work) {
    Operation<T> operation = new Operation<>(work);
    begin(operation);
    return operation;
  }

  /// An operation that has begun, or waits for a thread.
  @FunctionalInterface
  public interface Begun<T> {
    /// The result, for which the caller waits at most `within`. To be called once.
    ///
    /// Errors: those of [#call].
    T await(Duration within) throws IOException;
  }

  /// The result of `work` on a file that the file system has just answered for. At most [#INLINE]
  /// at once run on the caller's own thread, without a deadline: that saves two changes of threads,
  /// and a file system that hangs in between holds that many carriers at the most. Others run like
  /// [#call].
  public <T> T callAtOnce(Callable<T> work) throws IOException {
    if (stuck.get() > 0 || !inline.tryAcquire()) {
      return call(work);
    }
    try {
      return work.call();
    } catch (IOException | RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException("a file operation has failed", failed);
    } finally {
      inline.release();
    }
  }

  /// Runs `work` like [#call]; an `IOException` becomes the failure that it means.
  public <T> T run(Callable<T> work) {
    try {
      return call(work);
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  /// Runs `work` like [#run]; it may take [#LONG], as it waits for stable storage.
  public <T> T write(Callable<T> work) {
    try {
      return call(work, LONG);
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  /// Whether the file system takes operations. While it does not answer, new ones are refused at
  /// once.
  public boolean answers() {
    return 2 * stuck.get() < threads;
  }

  /// Closes `resource` on a thread of this pool and waits for nothing: `close` of a file waits for
  /// operations on it that do not return. What the pool has no room for is closed by the collector.
  public void closeLater(Closeable resource) {
    try {
      pool.execute(() -> closed(resource));
    } catch (RejectedExecutionException full) {
      EventLog.debug("disk.left-open", "store", name);
    }
  }

  private void closed(Closeable resource) {
    try {
      resource.close();
    } catch (IOException failed) {
      EventLog.debug("disk.close-failed", "store", name, "cause", failed);
    }
  }

  private void begin(Operation<?> operation) {
    if (!answers()) {
      throw noAnswer();
    }
    try {
      pool.execute(operation);
    } catch (RejectedExecutionException full) {
      throw noAnswer();
    }
  }

  private static MediaException noAnswer() {
    return new MediaException(new Failure.StoreUnavailable(StoreFault.NO_ANSWER));
  }

  private static IOException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException error -> error;
      case RuntimeException failure -> throw failure;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException("a file operation has failed", cause);
    };
  }

  /// Ends the pool and waits for nothing: threads that are stuck end with the process.
  @Override
  public void close() {
    pool.shutdown();
  }

  /// One operation, and whether it holds its thread beyond its deadline.
  private final class Operation<T> extends FutureTask<T> implements Begun<T> {
    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int ABANDONED = 2;
    private static final int OVER = 3;

    private final AtomicInteger phase = new AtomicInteger(NEW);

    Operation(Callable<T> work) {
      super(work);
    }

    @Override
    public void run() {
      if (phase.compareAndSet(NEW, RUNNING)) {
        super.run();
        if (phase.getAndSet(OVER) == ABANDONED) {
          stuck.decrementAndGet();
          drop();
          EventLog.info("disk.answers", "store", name);
        }
      }
    }

    @Override
    public T await(Duration within) throws IOException {
      try {
        return get(within.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException failed) {
        throw rethrown(failed.getCause());
      } catch (TimeoutException late) {
        abandon();
        throw noAnswer();
      } catch (InterruptedException stopped) {
        abandon();
        Thread.currentThread().interrupt();
        throw noAnswer();
      }
    }

    /// Its caller has gone.
    private void abandon() {
      if (phase.compareAndSet(NEW, OVER)) {
        return;
      }
      int now = stuck.incrementAndGet();
      if (phase.compareAndSet(RUNNING, ABANDONED)) {
        EventLog.warn("disk.stuck", "store", name, "threads", now, "of", threads);
      } else {
        stuck.decrementAndGet();
        closeLater(this::drop);
      }
    }

    /// Closes a file that was opened for a caller that has gone.
    private void drop() {
      if (state() == Future.State.SUCCESS && resultNow() instanceof Closeable file) {
        closed(file);
      }
    }
  }
}
