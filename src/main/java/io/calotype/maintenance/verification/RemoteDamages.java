package io.calotype.maintenance.verification;

import io.calotype.cache.RunMode;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.SubscriberThread;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.pace.BackgroundThrottle;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.util.List;

/// Reads the originals that the scrub of another node has found damaged, and lists them here. The
/// announcement itself proves nothing.
///
/// If too many wait, the rest is announced again in the next round of the scrub.
public final class RemoteDamages implements Invalidations.Subscriber, AutoCloseable {
  private static final int WAITING = 10_000;

  private final Verification verification;
  private final BackgroundThrottle throttle;
  private final SubscriberThread thread = new SubscriberThread("damaged-", WAITING);

  /// Reads by `verification`, as briskly as `throttle` permits.
  public RemoteDamages(Verification verification, BackgroundThrottle throttle) {
    this.verification = verification;
    this.throttle = throttle;
  }

  @Override
  public void changed(MediaId id) {
    // labels do not change the bytes
  }

  @Override
  public void damaged(MediaId id) {
    var _ =
        thread.offer(() -> {
          try {
            var _ = verification.verify(List.of(id), RunMode.DRY_RUN, throttle.brisk());
          } catch (MediaException later) {
            EventLog.debug("damage.unread", "id", id, "cause", later);
          }
        });
  }

  @Override
  public void close() {
    thread.close();
  }
}
