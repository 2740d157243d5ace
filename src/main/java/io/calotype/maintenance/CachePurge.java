package io.calotype.maintenance;

import io.calotype.cache.RunMode;
import io.calotype.cache.SweepRequest;
import io.calotype.cache.SweepResult;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.RecordScan;
import io.calotype.cluster.Invalidations;
import io.calotype.disk.Throttle;
import io.calotype.maintenance.pace.BackgroundThrottle;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.store.RenditionCache;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Removes renditions by request: from the store that all nodes share, and from the caches of all
/// nodes. They are rendered again on demand.
///
/// The shared store comes first: otherwise a node would fetch from there what it has removed. The
/// other nodes then receive an announcement ([RemoteClears]), and clear at the same time as this
/// one.
///
/// Only a few entries at a time are locked, so that requests continue meanwhile.
public final class CachePurge {
  private final Catalog catalog;
  private final RenditionCache renditions;
  private final SharedUpkeep shared;
  private final Invalidations others;
  private final Clock clock;
  private final BackgroundThrottle throttle;

  /// Creates a purge of the renditions of `stores`.
  ///
  /// @param others announces it to the other nodes
  public CachePurge(
      MaintainedStores stores, Invalidations others, Clock clock, BackgroundThrottle throttle) {
    this.catalog = stores.catalog();
    this.renditions = stores.renditions();
    this.shared = new SharedUpkeep(stores);
    this.others = others;
    this.clock = clock;
    this.throttle = throttle;
  }

  /// Selects the renditions to remove.
  public sealed interface Selection {
    /// Renditions unused for `olderThan`, and shared ones that were written before that time.
    record Idle(Duration olderThan) implements Selection {
      /// No file is older. A clock cannot be set back by any duration.
      private static final Duration CENTURY = Duration.ofDays(36_525);

      public Idle {
        olderThan = olderThan.compareTo(CENTURY) < 0 ? olderThan : CENTURY;
      }
    }

    /// The renditions of all media with this group label.
    record OfGroup(Group group) implements Selection {}

    /// All renditions.
    record All() implements Selection {}

    /// Its text in announcements: `idle PT24H`, `group album` or `all`.
    default String text() {
      return switch (this) {
        case Idle(Duration olderThan) -> "idle " + olderThan;
        case OfGroup(Group group) -> "group " + group;
        case All() -> "all";
      };
    }

    /// Parses [#text]; empty for any other text.
    static Optional<Selection> parse(String text) {
      String[] words = text.split(" ", 2);
      String argument = words.length == 2 ? words[1] : "";
      return switch (words[0]) {
        case "idle" -> duration(argument).map(Idle::new);
        case "group" -> Group.parse(argument).map(OfGroup::new);
        case "all" -> Optional.of(new All());
        default -> Optional.empty();
      };
    }

    private static Optional<Duration> duration(String text) {
      try {
        return Optional.of(Duration.parse(text));
      } catch (DateTimeParseException otherForm) {
        return Optional.empty();
      }
    }
  }

  /// Removes the selected renditions everywhere, or only counts them. The totals are those of this
  /// node and of the shared store. Blocks until this node is done.
  ///
  /// Errors: `Unavailable` if the other nodes cannot be reached; the shared store may be cleared
  /// then, this node is not.
  public SweepResult clear(Selection selection, RunMode mode) {
    Throttle pacer = throttle.brisk();
    SweepResult swept = shared(selection, mode, pacer);
    if (mode == RunMode.APPLY) {
      others.announceClear(selection.text());
    }
    SweepResult all = swept.plus(here(selection, mode, pacer));
    log(selection, mode, all);
    return all;
  }

  /// Removes the selected renditions from the caches of this node. Blocks until complete.
  void clearHere(Selection selection) {
    log(selection, RunMode.APPLY, here(selection, RunMode.APPLY, throttle.brisk()));
  }

  private static void log(Selection selection, RunMode mode, SweepResult swept) {
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
  }

  private SweepResult shared(Selection selection, RunMode mode, Throttle pacer) {
    return switch (selection) {
      case Selection.Idle(Duration olderThan) -> shared.clear(olderThan, mode, pacer);
      case Selection.OfGroup(Group group) -> each(group, pacer, media -> shared.clear(media, mode));
      case Selection.All() -> shared.clear(null, mode, pacer);
    };
  }

  private SweepResult here(Selection selection, RunMode mode, Throttle pacer) {
    return switch (selection) {
      case Selection.Idle(Duration olderThan) -> idle(olderThan, mode, pacer);
      case Selection.OfGroup(Group group) ->
          each(group, pacer, media -> renditions.sweep(media.id(), seen -> true, mode));
      case Selection.All() -> renditions.clear(mode, pacer);
    };
  }

  /// Removes renditions of this node that are unused for `olderThan`, or only counts them.
  SweepResult idle(Duration olderThan, RunMode mode, Throttle pacer) {
    Instant before = clock.instant().minus(olderThan);
    return renditions.sweep(
        new SweepRequest(owner -> true, seen -> seen.used().isBefore(before), mode, pacer));
  }

  /// Returns the sum of the results of `clear` for each media of `group`.
  private SweepResult each(Group group, Throttle pacer, Function<Media, SweepResult> clear) {
    AtomicReference<SweepResult> swept = new AtomicReference<>(SweepResult.NONE);
    RecordScan.each(
        catalog,
        null,
        group,
        media -> {
          swept.updateAndGet(clear.apply(media)::plus);
          pacer.pause();
        });
    return swept.get();
  }
}
