package io.calotype.upload.resumable;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The right of one request at a time to work on a resumable upload.
///
/// The server may learn of a lost connection long after its client has made a new one. A request
/// that asks for the offset therefore interrupts one that still waits for bytes.
///
/// Threads: any. Waiting does not hold a carrier thread.
public final class UploadLocks {
  /// The time after which a client asks again.
  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /// The longest wait for a request in progress.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Map<String, Held> all = new HashMap<>();

  /// The right of the current request.
  public final class Held implements AutoCloseable {
    private final String key;
    private final Runnable interrupt;

    private Held(String key, Runnable interrupt) {
      this.key = key;
      this.interrupt = interrupt;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        all.remove(key, this);
        released.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Takes the right to work on `id` for a request that receives bytes.
  ///
  /// Errors: `UploadLocked` if another request has it.
  ///
  /// @param interrupt ends the body of the request; may run at any time until the right is returned
  public Held receive(ResumableId id, Runnable interrupt) {
    lock.lock();
    try {
      if (all.containsKey(id.key())) {
        throw locked();
      }
      return taken(id, interrupt);
    } finally {
      lock.unlock();
    }
  }

  /// Takes the right to work on `id`. Interrupts a request that receives bytes, and waits for it.
  ///
  /// Errors: `UploadLocked` after [#PATIENCE].
  public Held take(ResumableId id) {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      for (Held other = all.get(id.key()); other != null; other = all.get(id.key())) {
        other.interrupt.run();
        if (left <= 0) {
          throw locked();
        }
        left = released.awaitNanos(left);
      }
      return taken(id, () -> {});
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw locked();
    } finally {
      lock.unlock();
    }
  }

  private Held taken(ResumableId id, Runnable interrupt) {
    Held held = new Held(id.key(), interrupt);
    all.put(id.key(), held);
    return held;
  }

  private static MediaException locked() {
    return new MediaException(new Failure.UploadLocked(RETRY_AFTER));
  }
}
