package io.calotype.cdn;

import io.calotype.media.Group;
import io.calotype.media.MediaId;
import io.calotype.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Purges changed and removed media from all configured caches.
///
/// Purges wait in memory. Those that are not sent when the server is killed are lost.
public final class CdnPurges implements AutoCloseable {
  private final List<PurgeQueue> queues;

  private CdnPurges(List<PurgeQueue> queues) {
    this.queues = queues;
  }

  /// Starts a queue for each of `targets`.
  public static CdnPurges start(List<PurgeTarget> targets, Telemetry telemetry) {
    return new CdnPurges(targets.stream().map(target -> queue(target, telemetry)).toList());
  }

  private static PurgeQueue queue(PurgeTarget target, Telemetry telemetry) {
    CdnMeters meters = new CdnMeters(telemetry, target.provider());
    PurgeSender sender =
        new PurgeSender(
            target.provider(), PurgeApi.of(target), PurgeSender.Budget.STANDARD, meters);
    return new PurgeQueue(target.provider(), sender, PurgeQueue.Pace.STANDARD, meters);
  }

  /// Queues the purge of a media that was changed or removed. Never waits, never fails.
  ///
  /// @param group its group before the change; null if it had none
  public void purge(MediaId id, @Nullable Group group) {
    PurgeBatch.Changed changed = new PurgeBatch.Changed(id, group);
    queues.forEach(queue -> queue.add(changed));
  }

  /// Sends the waiting purges once.
  @Override
  public void close() {
    queues.forEach(PurgeQueue::close);
  }
}
