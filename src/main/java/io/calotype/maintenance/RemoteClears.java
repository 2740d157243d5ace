package io.calotype.maintenance;

import io.calotype.cluster.Invalidations;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Clears the caches of this node when an administrator has cleared those of another node.
///
/// If too many announcements wait, or the catalog is away, the node keeps its renditions: they are
/// the bytes of their URLs, and a removed media is not served from them.
public final class RemoteClears implements Invalidations.Subscriber, AutoCloseable {
  private static final int WAITING = 100;
  private static final int IDLE_SECONDS = 10;

  private final CachePurge purge;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("cleared-", 0).factory(),
          (refused, full) -> EventLog.warn("clear.refused", "waiting", WAITING));

  /// Clears by `purge`.
  public RemoteClears(CachePurge purge) {
    this.purge = purge;
    worker.allowCoreThreadTimeOut(true);
  }

  @Override
  public void changed(MediaId id) {
    // renditions depend on the bytes only
  }

  @Override
  public void cleared(String text) {
    CachePurge.Selection.parse(text)
        .ifPresentOrElse(
            selection -> worker.execute(() -> clear(selection)),
            () -> EventLog.warn("clear.unknown", "what", text));
  }

  private void clear(CachePurge.Selection selection) {
    try {
      purge.clearHere(selection);
    } catch (MediaException away) {
      EventLog.warn("clear.failed", "what", selection.text(), "cause", away);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
