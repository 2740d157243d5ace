package io.calotype.catalog;

import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;

/// The ids of records that are known to be unreadable, at most [#MAX]. Each is logged once. The log
/// event `record.damaged-unnamed` reports that there are more.
///
/// Thread-safe.
public final class DamagedRecords {
  private static final int MAX = 10_000;

  private final Set<String> ids = new ConcurrentSkipListSet<>();
  private final AtomicBoolean unnamed = new AtomicBoolean();

  /// Adds `id`, which need not be a valid [MediaId].
  ///
  /// @param reason why the record cannot be read; for the log
  public void note(String id, Exception reason) {
    if (ids.size() >= MAX) {
      if (!ids.contains(id) && unnamed.compareAndSet(false, true)) {
        EventLog.warn("record.damaged-unnamed", "named", MAX);
      }
    } else if (ids.add(id)) {
      String word = reason.getClass().getSimpleName();
      String detail = String.valueOf(reason.getMessage());
      EventLog.warn("record.damaged", "id", id, "reason", word, "detail", detail);
    }
  }

  /// Removes `id` after its record was read or removed.
  public void forget(MediaId id) {
    if (!ids.isEmpty()) {
      ids.remove(id.value());
    }
  }

  /// A view of all ids.
  public Set<String> ids() {
    return Collections.unmodifiableSet(ids);
  }
}
