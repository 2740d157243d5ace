package io.calotype.upkeep;

import io.calotype.cache.Round;
import io.calotype.cache.Swept;
import io.calotype.catalog.Catalog;
import io.calotype.media.Group;
import io.calotype.rendition.Tiers;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Takes renditions out of the caches because somebody says so. They are made again when they are
/// asked for.
///
/// Nothing is locked but a few entries at a time, so that requests go on meanwhile.
public final class Clearing {
  private final Catalog catalog;
  private final Tiers renditions;
  private final Clock clock;
  private final Manners manners;

  /// Clears the renditions of `stores`.
  public Clearing(Stores stores, Clock clock, Manners manners) {
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
  public Swept clear(Order order, boolean dry) {
    Pace rest = manners.brisk();
    Swept swept =
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
  Swept idle(Duration olderThan, boolean dry, Runnable rest) {
    Instant before = clock.instant().minus(olderThan);
    return renditions.sweep(
        new Round(owner -> true, seen -> seen.used().isBefore(before), dry, rest));
  }

  private Swept of(Group group, boolean dry, Runnable rest) {
    AtomicReference<Swept> swept = new AtomicReference<>(Swept.NONE);
    Walk.each(
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
