package io.calotype.upkeep;

import io.calotype.cache.Swept;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.rendition.Tiers;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Takes renditions out of the caches because somebody says so. They are made again when they are
/// asked for.
///
/// Nothing is locked but one folder at a time, so that requests go on meanwhile.
public final class Clearing {
  private static final int BATCH = 200;

  private final Catalog catalog;
  private final Tiers renditions;
  private final Clock clock;

  /// Clears `renditions`.
  public Clearing(Catalog catalog, Tiers renditions, Clock clock) {
    this.catalog = catalog;
    this.renditions = renditions;
    this.clock = clock;
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
    Swept swept =
        switch (order) {
          case Order.Idle(Duration olderThan) -> idle(clock.instant().minus(olderThan), dry);
          case Order.OfGroup(Group group) -> of(group, dry);
          case Order.All() -> renditions.clear(dry);
        };
    EventLog.info(
        "cleared", "what", order, "dry", dry, "entries", swept.entries(), "bytes", swept.bytes());
    return swept;
  }

  private Swept idle(Instant before, boolean dry) {
    return renditions.sweep(null, seen -> seen.used().isBefore(before), dry);
  }

  private Swept of(Group group, boolean dry) {
    Swept swept = Swept.NONE;
    @Nullable Cursor after = null;
    do {
      Page page = catalog.list(new Query(BATCH, after, group, null, null));
      for (Media media : page.items()) {
        swept = swept.plus(renditions.sweep(media.id(), seen -> true, dry));
      }
      after = page.next();
    } while (after != null);
    return swept;
  }
}
