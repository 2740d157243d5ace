package io.calotype.rendition;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The metrics of AVIF renditions that nodes generate for each other.
final class UpgradeMeters {
  private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);

  /// How a task has ended.
  enum Outcome {
    /// This node has generated the rendition.
    MADE,
    /// Another node has.
    FOUND,
    /// The rendition could not be generated.
    REFUSED,
    /// The media was removed or replaced.
    VOID,
    /// It was tried too often.
    BURIED
  }

  UpgradeMeters(Telemetry telemetry) {
    for (Outcome outcome : Outcome.values()) {
      String name = outcome.name().toLowerCase(Locale.ROOT);
      ended.put(outcome, telemetry.counter("calotype_avif_tasks", "outcome", name));
    }
  }

  void ended(Outcome outcome) {
    Objects.requireNonNull(ended.get(outcome)).increment();
  }
}
