package io.calotype.upkeep;

import io.calotype.media.MediaId;
import io.calotype.originals.Condition;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The originals that are known to be lost or damaged now, [#MAX] at most: what the last look at
/// each has shown. Each is named once in the log, the first [#NAMED] of them: all are lost at once
/// where a disk is not mounted. It lasts for as long as the program runs.
public final class Damages {
  private static final int MAX = 100_000;
  private static final int NAMED = 1000;

  private final Set<MediaId> ids = ConcurrentHashMap.newKeySet();

  /// None is known.
  public Damages(Telemetry telemetry) {
    telemetry.gauge("calotype_scrub_damaged_originals", ids::size);
  }

  /// The original of `id` is lost or damaged.
  void note(MediaId id, Condition condition) {
    if (ids.size() < MAX && ids.add(id) && ids.size() <= NAMED) {
      EventLog.warn("damaged", "id", id, "what", "original", "found", condition);
    }
  }

  /// The original of `id` is whole again, or belongs to no media any more.
  public void forget(MediaId id) {
    ids.remove(id);
  }
}
