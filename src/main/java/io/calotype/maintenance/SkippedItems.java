package io.calotype.maintenance;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.util.function.BooleanSupplier;

/// Items that one run of a task could not process. All are counted; the first [#NAMED] are logged.
/// The next run tries them again.
///
/// Used on one thread.
public final class SkippedItems {
  private static final int NAMED = 100;

  private final String chore;
  private long count;

  public SkippedItems(String chore) {
    this.chore = chore;
  }

  /// Runs `work` on the media `id` and returns whether it succeeded. An exception counts as
  /// skipped.
  ///
  /// Errors: `Unavailable`, because no other item can be processed either.
  public boolean tried(MediaId id, BooleanSupplier work) {
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

  /// Counts `name`, which was skipped for `reason`.
  void note(String name, String reason) {
    count++;
    if (count <= NAMED) {
      EventLog.warn("upkeep.missed", "chore", chore, "id", name, "reason", reason);
    }
  }

  /// Counts `number` items that are already logged.
  public void add(long number) {
    count += number;
  }

  public long count() {
    return count;
  }
}
