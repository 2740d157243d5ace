package io.calotype.store;

import io.calotype.telemetry.Telemetry;
import java.util.Locale;

/// The metrics of the renditions that all nodes share.
final class SharedMeters {
  private static final String LOOKUPS = "calotype_shared_lookups";
  private static final String WRITES = "calotype_shared_writes";
  private static final String LATE = "calotype_shared_late";

  private final Telemetry telemetry;

  /// The result of a lookup.
  enum Lookup {
    HIT,
    MISS,
    /// Too many lookups were in progress.
    REFUSED,
    /// The store has failed, or did not answer in time.
    FAILED
  }

  /// The result of a write.
  enum Write {
    WRITTEN,
    /// Another node was faster.
    PRESENT,
    /// The store has failed, or did not answer in time.
    FAILED,
    /// Too many bytes waited, or a file was gone.
    DROPPED
  }

  /// Registers the meters at zero.
  SharedMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    for (Lookup lookup : Lookup.values()) {
      telemetry.counter(LOOKUPS, "outcome", text(lookup)).increment(0);
    }
    for (Write write : Write.values()) {
      telemetry.counter(WRITES, "outcome", text(write)).increment(0);
    }
    telemetry.counter(LATE).increment(0);
  }

  void lookedUp(Lookup result) {
    telemetry.counter(LOOKUPS, "outcome", text(result)).increment();
  }

  void wrote(Write result) {
    telemetry.counter(WRITES, "outcome", text(result)).increment();
  }

  /// Counts a preset that an upload did not wait for.
  void late() {
    telemetry.counter(LATE).increment();
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
