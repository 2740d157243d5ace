package io.calotype.originals.s3;

import io.calotype.originals.s3.sources.SourceMeters;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;

/// The metrics of the store of objects.
final class S3Meters {
  private static final String CALLS = "calotype_s3_calls";
  private static final String RESUMED = "calotype_s3_reads_resumed";
  private static final String CUT = "calotype_s3_reads_cut";
  private static final String DAMAGED = "calotype_shared_damaged";

  private final Telemetry telemetry;
  private final SourceMeters sources;

  /// The outcome of a call after its retries.
  enum Outcome {
    /// The service has answered, possibly with a refusal.
    ANSWERED,
    /// The service did not answer, or reported an error of its own.
    FAILED;

    private String text() {
      return this == ANSWERED ? "answered" : "failed";
    }
  }

  /// Registers the meters at zero.
  S3Meters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.sources = new SourceMeters(telemetry);
    for (String name : new String[] {RESUMED, CUT}) {
      var _ = telemetry.counter(name);
    }
  }

  /// The metrics of the local copies.
  SourceMeters sources() {
    return sources;
  }

  /// Registers a gauge of the circuit breaker: 1 while calls are refused.
  void observe(CircuitBreaker breaker) {
    telemetry.gauge("calotype_s3_away", () -> breaker.isOpen() ? 1 : 0);
  }

  /// Registers a gauge of the circuit breaker of shared renditions, and a counter of damaged ones.
  void observeRenditions(CircuitBreaker breaker) {
    telemetry.gauge("calotype_shared_away", () -> breaker.isOpen() ? 1 : 0);
    var _ = telemetry.counter(DAMAGED);
  }

  /// Counts a shared rendition whose bytes or metadata do not match its key.
  void renditionDamaged() {
    telemetry.counter(DAMAGED).increment();
  }

  /// Records a call.
  void called(S3Operation call, Outcome outcome, Duration took) {
    telemetry.timer(CALLS, "call", call.text(), "outcome", outcome.text()).record(took);
  }

  /// Counts a read that was cut and is continued with another request.
  void resumed() {
    telemetry.counter(RESUMED).increment();
  }

  /// Counts a read that was cut and cannot be continued.
  void cut() {
    telemetry.counter(CUT).increment();
  }
}
