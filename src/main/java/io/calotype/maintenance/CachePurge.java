package io.calotype.maintenance;

import io.calotype.cache.SweepRequest;
import io.calotype.cache.SweepResult;
import io.calotype.catalog.Catalog;
import io.calotype.media.Group;
import io.calotype.rendition.RenditionCache;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Takes renditions out of the caches because somebody says so. They are made again when they are
/// asked for.
///
/// Nothing is locked but a few entries at a time, so that requests go on meanwhile.
public final class CachePurge {
  private final Catalog catalog;
  private final RenditionCache renditions;
  private final Clock clock;
  private final BackgroundThrottle manners;

  /// Clears the renditions of `stores`.
  public CachePurge(MaintainedStores stores, Clock clock, BackgroundThrottle manners) {
    this.catalog = stores.catalog();
    this.renditions = stores.renditions();
    this.clock = clock;
    this.manners = manners;
  }

  /// What is to be cleared.
  public sealed interface Order {
    /// What has not been used for so long.
    record Idle(Duration olderThan) implements Order {}

    /// The renditions of the media with this label.
    record OfGroup(Group group) implements Order {}

    /// Everything.
    record All() implements Order {}
  }

  /// Clears as `order` says, or only counts where it is `dry`. Blocks until all is done.
  public SweepResult clear(Order order, boolean dry) {
    Pacer rest = manners.brisk();
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

  /// Clears what has not been used for so long, or only counts it where it is `dry`.
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
