package io.calotype.cdn;

import io.calotype.cluster.WorkQueues;
import io.calotype.media.Membership;
import io.calotype.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;

/// Purges changed and removed media from all configured caches.
///
/// A purge is recorded before its change is made, so that no crash loses it. It is sent after the
/// change by the server that has made it, or, if that has stopped, by another one or at the next
/// start (ADR-0045).
public final class CdnPurges implements AutoCloseable {
  private final List<PurgeQueue> queues;

  private CdnPurges(List<PurgeQueue> queues) {
    this.queues = queues;
  }

  /// Starts a queue for each of `targets`.
  public static CdnPurges start(
      List<PurgeTarget> targets, WorkQueues recorded, Telemetry telemetry) {
    return new CdnPurges(
        targets.stream().distinct().map(target -> queue(target, recorded, telemetry)).toList());
  }

  private static PurgeQueue queue(PurgeTarget target, WorkQueues recorded, Telemetry telemetry) {
    CdnMeters meters = new CdnMeters(telemetry, target.provider());
    PurgeSender sender =
        new PurgeSender(
            target.provider(), PurgeApi.of(target), PurgeSender.Budget.STANDARD, meters);
    PurgeLog log = new PurgeLog(target.provider(), recorded.open(target.queue()), meters);
    return new PurgeQueue(target.provider(), log, sender, PurgeQueue.Pace.STANDARD, meters);
  }

  /// Records the purge of media that are about to change, with their groups before the change.
  ///
  /// Errors: `StoreUnavailable`, `Unavailable`; the media must not be changed then.
  public Recorded record(List<Membership> media) {
    List<Entry> entries = new ArrayList<>();
    try {
      queues.forEach(queue -> entries.add(new Entry(queue, queue.record(media))));
    } catch (RuntimeException refused) {
      new Recorded(entries).drop();
      throw refused;
    }
    return new Recorded(entries);
  }

  private record Entry(PurgeQueue queue, Purge purge) {}

  /// A recorded purge.
  public static final class Recorded {
    private final List<Entry> entries;

    private Recorded(List<Entry> entries) {
      this.entries = entries;
    }

    /// Sends the purge: the change is made, or may have been. Never waits.
    public void send() {
      entries.forEach(entry -> entry.queue.begin(entry.purge));
    }

    /// Forgets the purge: the change was not made.
    public void drop() {
      entries.forEach(entry -> entry.queue.drop(entry.purge));
    }
  }

  /// Sends the purges in memory once.
  @Override
  public void close() {
    queues.forEach(PurgeQueue::close);
  }
}
