package io.calotype.originals.s3.sources;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;

/// The metrics of the local copies.
public final class SourceMeters {
  private final Telemetry telemetry;
  private final Counter hits;
  private final Counter misses;

  /// Registers the counters at zero.
  public SourceMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.hits = telemetry.counter("calotype_source_cache_hits");
    this.misses = telemetry.counter("calotype_source_cache_misses");
  }

  /// Registers a gauge of the length of all copies.
  public void observe(Supplier<Number> bytes) {
    telemetry.gauge("calotype_source_cache_bytes", bytes);
  }

  /// Counts a source that was found on the local disk.
  void hit() {
    hits.increment();
  }

  /// Counts a source that was fetched.
  void miss() {
    misses.increment();
  }
}
