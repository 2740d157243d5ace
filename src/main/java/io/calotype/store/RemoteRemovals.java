package io.calotype.store;

import io.calotype.cluster.Invalidations;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Deletes the renditions on this node of media that other nodes have removed. They cannot be
/// served any more; this makes room, and leaves no copy of them.
///
/// If too many wait, or the catalog is away, maintenance deletes the rest.
public final class RemoteRemovals implements Invalidations.Subscriber, AutoCloseable {
  private static final int WAITING = 10_000;
  private static final int IDLE_SECONDS = 10;

  private final MediaStore store;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("removed-", 0).factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  /// Removes renditions of `store`.
  public RemoteRemovals(MediaStore store) {
    this.store = store;
    worker.allowCoreThreadTimeOut(true);
  }

  @Override
  public void changed(MediaId id) {
    // renditions depend on the bytes only
  }

  @Override
  public void removed(MediaId id) {
    worker.execute(() -> {
      try {
        store.removeStaleRenditions(id);
      } catch (MediaException later) {
        EventLog.debug("renditions.kept", "id", id, "cause", later);
      }
    });
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
