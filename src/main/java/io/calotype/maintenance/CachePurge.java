package io.calotype.maintenance;

import io.calotype.cache.RunMode;
import io.calotype.cache.SweepRequest;
import io.calotype.cache.SweepResult;
import io.calotype.catalog.Catalog;
import io.calotype.disk.Throttle;
import io.calotype.media.Group;
import io.calotype.store.RenditionCache;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Removes renditions by request: from the caches of this node, and from the store that all nodes
/// share. They are rendered again on demand. Other nodes keep their own caches.
///
/// Only a few entries at a time are locked, so that requests continue meanwhile.
public final class CachePurge {
  private final Catalog catalog;
  private final RenditionCache renditions;
  private final SharedUpkeep shared;
  private final Clock clock;
  private final BackgroundThrottle throttle;

  /// Creates a purge of the renditions of `stores`.
  public CachePurge(MaintainedStores stores, Clock clock, BackgroundThrottle throttle) {
    this.catalog = stores.catalog();
    this.renditions = stores.renditions();
    this.shared = new SharedUpkeep(stores);
    this.clock = clock;
    this.throttle = throttle;
  }

  /// Selects the renditions to remove.
  public sealed interface Selection {
    /// Renditions unused for `olderThan`, and shared ones that were written before that time.
    record Idle(Duration olderThan) implements Selection {}

    /// The renditions of all media with this group label.
    record OfGroup(Group group) implements Selection {}

    /// All renditions.
    record All() implements Selection {}
  }

  /// Removes the selected renditions, or only counts them. Blocks until complete.
  public SweepResult clear(Selection selection, RunMode mode) {
    Throttle pacer = throttle.brisk();
    SweepResult swept =
        switch (selection) {
          case Selection.Idle(Duration olderThan) ->
              idle(olderThan, mode, pacer).plus(shared.clear(olderThan, mode, pacer));
          case Selection.OfGroup(Group group) -> of(group, mode, pacer);
          case Selection.All() ->
              shared.clear(null, mode, pacer).plus(renditions.clear(mode, pacer));
        };
    EventLog.info(
        "cleared",
        "what",
        selection,
        "dry",
        mode.dryRun(),
        "entries",
        swept.entries(),
        "bytes",
        swept.bytes());
    return swept;
  }

  /// Removes renditions of this node that are unused for `olderThan`, or only counts them.
  SweepResult idle(Duration olderThan, RunMode mode, Throttle pacer) {
    Instant before = clock.instant().minus(olderThan);
    return renditions.sweep(
        new SweepRequest(owner -> true, seen -> seen.used().isBefore(before), mode, pacer));
  }

  private SweepResult of(Group group, RunMode mode, Throttle pacer) {
    AtomicReference<SweepResult> swept = new AtomicReference<>(SweepResult.NONE);
    RecordScan.each(
        catalog,
        null,
        group,
        media -> {
          swept.updateAndGet(shared.clear(media, mode)::plus);
          swept.updateAndGet(renditions.sweep(media.id(), seen -> true, mode)::plus);
          pacer.pause();
        });
    return swept.get();
  }
}
