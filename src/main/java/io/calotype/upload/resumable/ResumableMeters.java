package io.calotype.upload.resumable;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// The metrics of resumable uploads.
final class ResumableMeters {
  private final Counter begun;
  private final Counter resumed;
  private final Map<End, Counter> ended = new EnumMap<>(End.class);

  /// The ways in which an upload ends.
  enum End {
    STORED,
    REFUSED,
    USED,
    REMOVED,
    EXPIRED
  }

  ResumableMeters(Telemetry telemetry, UploadQuota quota) {
    this.begun = telemetry.counter("calotype_resumable_begun");
    this.resumed = telemetry.counter("calotype_resumable_resumed");
    for (End end : End.values()) {
      String text = end.name().toLowerCase(Locale.ROOT);
      ended.put(end, telemetry.counter("calotype_resumable_ended", "end", text));
    }
    telemetry.gauge("calotype_resumable_unfinished", quota::count);
    telemetry.gauge("calotype_resumable_bytes", quota::bytes);
  }

  /// Counts a created upload.
  void begun() {
    begun.increment();
  }

  /// Counts a request that continues an upload behind its first byte.
  void resumed() {
    resumed.increment();
  }

  void ended(End end) {
    Counter counter = ended.get(end);
    if (counter != null) {
      counter.increment();
    }
  }
}
