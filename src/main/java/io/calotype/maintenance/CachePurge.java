package io.calotype.maintenance;

import io.calotype.cache.SweepRequest;
import io.calotype.cache.SweepResult;
import io.calotype.catalog.Catalog;
import io.calotype.media.Group;
import io.calotype.store.RenditionCache;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Removes renditions from the caches by request. They are rendered again on demand.
///
/// Only a few entries at a time are locked, so that requests continue meanwhile.
public final class CachePurge {
  private final Catalog catalog;
  private final RenditionCache renditions;
  private final Clock clock;
  private final BackgroundThrottle throttle;

  /// Creates a purge of the renditions of `stores`.
  public CachePurge(MaintainedStores stores, Clock clock, BackgroundThrottle throttle) {
    this.catalog = stores.catalog();
    this.renditions = stores.renditions();
    this.clock = clock;
    this.throttle = throttle;
  }

  /// Selects the renditions to remove.
  public sealed interface Order {
    /// Renditions unused for `olderThan`.
    record Idle(Duration olderThan) implements Order {}

    /// The renditions of all media with this group label.
    record OfGroup(Group group) implements Order {}

    /// All renditions.
    record All() implements Order {}
  }

  /// Removes the selected renditions, or only counts them if `dry`. Blocks until complete.
  public SweepResult clear(Order order, boolean dry) {
    Pacer rest = throttle.brisk();
    SweepResult swept =
        switch (order) {
          case Order.Idle(Duration olderThan) -> idle(olderThan, dry, rest);
          case Order.OfGroup(Group group) -> of(group, dry, rest);
          case Order.All() -> renditions.clear(dry, rest);
        };
    EventLog.info(
        "cleared", "what", order, "dry", dry, "entries", swept.entries(), "bytes", swept.bytes());
    return swept;
  }

  /// Removes renditions unused for `olderThan`, or only counts them if `dry`.
  SweepResult idle(Duration olderThan, boolean dry, Runnable rest) {
    Instant before = clock.instant().minus(olderThan);
    return renditions.sweep(
        new SweepRequest(owner -> true, seen -> seen.used().isBefore(before), dry, rest));
  }

  private SweepResult of(Group group, boolean dry, Runnable rest) {
    AtomicReference<SweepResult> swept = new AtomicReference<>(SweepResult.NONE);
    RecordScan.each(
        catalog,
        null,
        group,
        media -> {
          swept.updateAndGet(renditions.sweep(media.id(), seen -> true, dry)::plus);
          rest.run();
        });
    return swept.get();
  }
}
