package io.calotype.catalog;

import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/// The ids of records that are known to be unreadable, at most [#MAX]. Each is logged once.
///
/// Thread-safe.
public final class DamagedRecords {
  private static final int MAX = 10_000;

  private final Set<String> ids = new ConcurrentSkipListSet<>();

  /// Adds `id`, which may be no valid [MediaId] either.
  ///
  /// @param reason why the record cannot be read; for the log
  public void note(String id, Exception reason) {
    if (ids.size() < MAX && ids.add(id)) {
      String word = reason.getClass().getSimpleName();
      EventLog.warn(
          "record.damaged",
          "id",
          id,
          "reason",
          word,
          "detail",
          String.valueOf(reason.getMessage()));
    }
  }

  /// Removes `id`: its record was read, or is gone.
  public void forget(MediaId id) {
    if (!ids.isEmpty()) {
      ids.remove(id.value());
    }
  }

  /// A view of all of them.
  public Set<String> ids() {
    return Collections.unmodifiableSet(ids);
  }
}
