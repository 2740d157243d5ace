package io.calotype.store;

import io.calotype.cluster.Invalidations;
import io.calotype.cluster.SubscriberThread;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;

/// Deletes the renditions on this node of media that other nodes have removed. They cannot be
/// served any more; this makes room, and leaves no copy of them.
///
/// If too many wait, or the catalog is away, maintenance deletes the rest.
public final class RemoteRemovals implements Invalidations.Subscriber, AutoCloseable {
  private static final int WAITING = 10_000;

  private final MediaStore store;
  private final SubscriberThread thread = new SubscriberThread("removed-", WAITING);

  /// Removes renditions of `store`.
  public RemoteRemovals(MediaStore store) {
    this.store = store;
  }

  @Override
  public void changed(MediaId id) {
    // renditions depend on the bytes only
  }

  @Override
  public void removed(MediaId id) {
    var _ =
        thread.offer(() -> {
          try {
            store.removeStaleRenditions(id);
          } catch (MediaException later) {
            EventLog.debug("renditions.kept", "id", id, "cause", later);
          }
        });
  }

  @Override
  public void close() {
    thread.close();
  }
}
