package io.calotype.originals;

import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Visits the blobs of a store on several virtual threads. The first failure of a visit ends the
/// walk, after the visits in progress.
public final class ParallelWalk {
  private final AtomicReference<@Nullable RuntimeException> failed = new AtomicReference<>();
  private final Semaphore free;

  private ParallelWalk(int parallel) {
    this.free = new Semaphore(parallel);
  }

  /// Passes every blob stored before `young` to `visitor`, `parallel` at a time.
  ///
  /// Errors: those of [BlobStore#each] and of `visitor`.
  ///
  /// @return the number of folders and files that could not be read and were skipped
  public static int each(
      BlobStore blobs, Instant young, int parallel, Consumer<BlobStore.StoredBlob> visitor) {
    ParallelWalk walk = new ParallelWalk(parallel);
    int unreadable;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      unreadable =
          blobs.each(
              young,
              found -> {
                walk.free.acquireUninterruptibly();
                walk.stopIfFailed();
                threads.execute(() -> walk.visit(found, visitor));
              });
    }
    walk.stopIfFailed();
    return unreadable;
  }

  private void visit(BlobStore.StoredBlob found, Consumer<BlobStore.StoredBlob> visitor) {
    try {
      visitor.accept(found);
    } catch (RuntimeException refused) {
      failed.compareAndSet(null, refused);
    } catch (Error fatal) {
      failed.compareAndSet(null, new IllegalStateException(fatal));
    } finally {
      free.release();
    }
  }

  private void stopIfFailed() {
    RuntimeException first = failed.get();
    if (first != null) {
      throw first;
    }
  }
}
