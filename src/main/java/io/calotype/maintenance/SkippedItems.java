package io.calotype.maintenance;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.util.function.BooleanSupplier;

/// What one run of a chore could not treat: counted, and the first [#NAMED] in the log. The next
/// run tries again.
///
/// Used on one thread.
final class SkippedItems {
  private static final int NAMED = 100;

  private final String chore;
  private long count;

  SkippedItems(String chore) {
    this.chore = chore;
  }

  /// Whether `work` on the media `id` has succeeded. An exception is a miss.
  ///
  /// Errors: `Unavailable`, where nothing else can be treated either.
  boolean tried(MediaId id, BooleanSupplier work) {
    try {
      return work.getAsBoolean();
    } catch (MediaException refused) {
      if (refused.failure() instanceof Failure.Unavailable) {
        throw refused;
      }
      note(id.value(), refused.failure().toString());
    } catch (RuntimeException bug) {
      count++;
      EventLog.error("upkeep.missed", bug, "chore", chore, "id", id);
    }
    return false;
  }

  /// Counts `name`, which could not be treated for `reason`.
  void note(String name, String reason) {
    count++;
    if (count <= NAMED) {
      EventLog.warn("upkeep.missed", "chore", chore, "id", name, "reason", reason);
    }
  }

  /// Counts `number` of them that are in the log already.
  void add(long number) {
    count += number;
  }

  long count() {
    return count;
  }
}
