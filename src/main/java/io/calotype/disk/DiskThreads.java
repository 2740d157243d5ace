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
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A bounded pool of platform threads for the operations on one file system, each with a deadline.
///
/// A virtual thread that blocks in a file operation holds its carrier: eight operations that never
/// return would stop the server. In this pool they hold only threads of the pool. A caller waits
/// until its deadline and then fails with `StoreUnavailable`; the operation continues in its
/// thread, and its result is dropped. While such operations hold half of the threads, the file
/// system counts as not answering, and new operations are refused at once.
///
/// An operation that has not begun at its deadline never begins. One that has begun may still take
/// effect.
public final class DiskThreads implements AutoCloseable {
  private static final int WAITING = 1024;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /// The deadline of a read, a look-up or a deletion.
  private static final Duration SHORT = Duration.ofSeconds(5);

  /// The deadline of a write with its `fsync`.
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final int THREADS = 16;
  private static final int INLINE = 2;

  private final String name;
  private final int threads;
  private final Duration deadline;
  private final ThreadPoolExecutor pool;
  private final AtomicInteger stuck = new AtomicInteger();
  private final Semaphore inline = new Semaphore(INLINE);
  private final Queue<Closeable> unclosed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  /// @param name the role of the file system, for example `originals`; for threads, log and metric
  /// @param threads the maximum number of concurrent operations
  /// @param deadline the maximum time that a caller waits
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

  /// Creates a pool of 16 threads, whose operations have the deadline [#SHORT].
  public static DiskThreads of(String name, Telemetry telemetry) {
    return new DiskThreads(name, THREADS, SHORT, telemetry);
  }

  /// Creates a pool of `threads`, each with a separate handle such as a connection. Operations have
  /// the deadline [#SHORT], and wait in the queue for a thread.
  public static DiskThreads of(String name, int threads, Telemetry telemetry) {
    return new DiskThreads(name, threads, SHORT, telemetry);
  }

  /// Creates a pool of one thread, for operations that exclude each other, with the deadline
  /// [#LONG].
  public static DiskThreads single(String name, Telemetry telemetry) {
    return new DiskThreads(name, 1, LONG, telemetry);
  }

  /// Runs `work` on a thread of this pool and returns its result.
  ///
  /// Errors: `StoreUnavailable` at the deadline or while the file system does not answer; any
  /// `IOException` or unchecked exception of `work`.
  public <T> T call(Callable<T> work) throws IOException {
    return call(work, deadline);
  }

  /// Like the other method, with the deadline `within`.
  public <T> T call(Callable<T> work, Duration within) throws IOException {
    return begin(work).await(within);
  }

  /// Starts `work` on a thread of this pool without waiting.
  ///
  /// Errors: `StoreUnavailable` while the file system does not answer.
  public <T> Begun<T> begin(Callable<T> work) {
    Operation<T> operation = new Operation<>(work);
    begin(operation);
    return operation;
  }

  /// An operation that was started and is running or queued.
  @FunctionalInterface
  public interface Begun<T> {
    /// Waits for the result, at most `within`. Must be called once.
    ///
    /// Errors: those of [#call].
    T await(Duration within) throws IOException;
  }

  /// Runs `work` on a file for which the file system has just answered. At most [#INLINE]
  /// operations run at once on the callers' own threads, without a deadline; others run like
  /// [#call]. This saves two thread switches, and a file system that hangs in between holds at most
  /// [#INLINE] carriers.
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

  /// Runs `work` like [#call]. An `IOException` is translated to a failure.
  public <T> T run(Callable<T> work) {
    try {
      return call(work);
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  /// Runs `work` like [#run], with the deadline [#LONG], because it waits for stable storage.
  public <T> T write(Callable<T> work) {
    try {
      return call(work, LONG);
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  /// Returns whether each operation ends before its deadline.
  public boolean prompt() {
    return stuck.get() == 0;
  }

  /// Returns whether the file system answers. While it does not, new operations are refused at
  /// once.
  public boolean answers() {
    return 2 * stuck.get() < threads;
  }

  /// Closes `resource` on a thread of this pool without waiting: closing a file blocks while
  /// operations on it do not return. Any number of resources takes one place in the queue. If the
  /// queue is full, the thread of a queued operation closes them.
  public void closeLater(Closeable resource) {
    unclosed.add(resource);
    if (closing.compareAndSet(false, true)) {
      try {
        pool.execute(this::closeAll);
      } catch (RejectedExecutionException full) {
        closing.set(false);
      }
    }
  }

  private void closeAll() {
    closing.set(false); // a resource that is added from now on needs another task
    for (Closeable next = unclosed.poll(); next != null; next = unclosed.poll()) {
      closed(next);
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

  /// Shuts the pool down without waiting. Stuck threads end with the process.
  @Override
  public void close() {
    pool.shutdown();
  }

  /// One operation, which tracks whether it holds its thread beyond its deadline.
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
      if (!unclosed.isEmpty() && !closing.get()) { // the queue was full
        closeAll();
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

    /// Marks the operation as abandoned by its caller.
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

    /// Closes a file that was opened for a caller that no longer waits.
    private void drop() {
      if (state() == Future.State.SUCCESS && resultNow() instanceof Closeable file) {
        closed(file);
      }
    }
  }
}
