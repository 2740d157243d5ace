package io.calotype.rendition;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;

/// The metrics of the backoff from failed work.
final class BackoffMeters {
  private final Telemetry telemetry;
  private final Counter refused;

  BackoffMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.refused = telemetry.counter("calotype_renders_refused");
  }

  /// Registers a gauge of the number of sources with failed work.
  void observe(Supplier<Number> sources) {
    telemetry.gauge("calotype_failing_sources", sources);
  }

  /// Counts work that was refused because it failed recently.
  void refused() {
    refused.increment();
  }
}
