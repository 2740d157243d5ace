package io.calotype.http.shortpath;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;

/// The metrics of the short path.
final class ShortPathMeters {
  private final Counter answers;

  ShortPathMeters(Telemetry telemetry) {
    this.answers = telemetry.counter("calotype_repeated_answers");
  }

  /// Counts an answer.
  void answered() {
    answers.increment();
  }
}
