package io.calotype.maintenance;

import io.calotype.cluster.Invalidations;
import io.calotype.cluster.SubscriberThread;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;

/// Clears the caches of this node when an administrator has cleared those of another node.
///
/// If too many announcements wait, or the catalog is away, the node keeps its renditions: they are
/// the bytes of their URLs, and a removed media is not served from them.
public final class RemoteClears implements Invalidations.Subscriber, AutoCloseable {
  private static final int WAITING = 100;

  private final CachePurge purge;
  private final SubscriberThread thread = new SubscriberThread("cleared-", WAITING);

  /// Clears by `purge`.
  public RemoteClears(CachePurge purge) {
    this.purge = purge;
  }

  @Override
  public void changed(MediaId id) {
    // renditions depend on the bytes only
  }

  @Override
  public void cleared(String text) {
    CachePurge.Selection.parse(text)
        .ifPresentOrElse(this::begin, () -> EventLog.warn("clear.unknown", "what", text));
  }

  private void begin(CachePurge.Selection selection) {
    if (!thread.offer(() -> clear(selection))) {
      EventLog.warn("clear.refused", "waiting", WAITING);
    }
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
    thread.close();
  }
}
