package io.calotype.maintenance;

import io.calotype.cache.RunMode;
import io.calotype.cluster.Invalidations;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Reads the originals that the scrub of another node has found damaged, and lists them here. The
/// announcement itself proves nothing.
///
/// If too many wait, the rest is announced again in the next round of the scrub.
public final class RemoteDamages implements Invalidations.Subscriber, AutoCloseable {
  private static final int WAITING = 10_000;
  private static final int IDLE_SECONDS = 10;

  private final Maintenance maintenance;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("damaged-", 0).factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  /// Verifies by `maintenance`.
  public RemoteDamages(Maintenance maintenance) {
    this.maintenance = maintenance;
    worker.allowCoreThreadTimeOut(true);
  }

  @Override
  public void changed(MediaId id) {
    // labels do not change the bytes
  }

  @Override
  public void damaged(MediaId id) {
    worker.execute(() -> {
      try {
        var _ = maintenance.verify(List.of(id), RunMode.DRY_RUN);
      } catch (MediaException later) {
        EventLog.debug("damage.unread", "id", id, "cause", later);
      }
    });
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
