package io.calotype.maintenance.verification;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;

/// The metrics of verifications and of the scrub.
final class VerificationMeters {
  private final Telemetry telemetry;
  private final Counter readBytes;
  private final Counter verifiedMedia;
  private final Counter rounds;

  VerificationMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.readBytes = telemetry.counter("calotype_scrub_bytes");
    this.verifiedMedia = telemetry.counter("calotype_scrub_media");
    this.rounds = telemetry.counter("calotype_scrub_rounds");
  }

  /// Counts bytes read for verification.
  void read(long bytes) {
    readBytes.increment((double) bytes);
  }

  /// Counts a media verified by the scrub.
  void verified() {
    verifiedMedia.increment();
  }

  /// Counts a completed round of the scrub.
  void roundCompleted() {
    rounds.increment();
  }

  /// Counts damaged items of a `kind` that were recreated, or removed to be recreated.
  void repaired(String kind, long items) {
    telemetry.counter("calotype_scrub_repaired", "what", kind).increment((double) items);
  }
}
