package io.calotype.maintenance.verification;

import io.calotype.cluster.Invalidations;
import io.calotype.cluster.Nodes;
import io.calotype.cluster.Partition;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The media whose stored originals this node verifies, so that the running nodes together read
/// each original once in a round. The nodes are counted again each minute: the share of a node that
/// has stopped goes to the others. A damaged original is announced to the others, which then read
/// it too ([RemoteDamages]): no node sends the bytes of an original that is known to be damaged.
///
/// Used on one thread.
public final class ScrubShare {
  private static final Duration COUNTED = Duration.ofMinutes(1);

  private final Nodes nodes;
  private final Invalidations others;
  private final Clock clock;
  private Partition partition;
  private Instant counted = Instant.MIN;

  /// The share of this node among `nodes`.
  ///
  /// @param others receive announcements of damaged originals
  public ScrubShare(Nodes nodes, Invalidations others, Clock clock) {
    this.nodes = nodes;
    this.others = others;
    this.clock = clock;
    this.partition = new Partition(List.of(nodes.name()));
  }

  /// Returns whether this node verifies the original of `id`. May ask for the running nodes.
  boolean has(MediaId id) {
    Instant now = clock.instant();
    if (counted.isBefore(now.minus(COUNTED))) {
      partition = new Partition(nodes.running());
      counted = now;
    }
    return partition.owns(nodes.name(), id.value());
  }

  /// Announces a damaged original. The next round repeats it.
  void announceDamage(MediaId id) {
    try {
      others.announceDamage(id);
    } catch (MediaException away) {
      EventLog.debug("damage.unannounced", "id", id, "cause", away);
    }
  }
}
