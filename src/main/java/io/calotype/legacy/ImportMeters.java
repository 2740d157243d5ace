package io.calotype.legacy;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;

/// The metrics of legacy records that become media.
final class ImportMeters {
  private final Counter imported;
  private final Counter failures;

  ImportMeters(Telemetry telemetry) {
    this.imported = telemetry.counter("calotype_lifted");
    this.failures = telemetry.counter("calotype_lift_failures");
  }

  /// Counts a picture that became a media.
  void imported() {
    imported.increment();
  }

  /// Counts a picture that could not become a media.
  void failed() {
    failures.increment();
  }
}
