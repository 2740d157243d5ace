package io.calotype.catalog;

import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;

/// The metrics of the catalog's store.
public final class CatalogMeters {
  private static final String CALLS = "calotype_catalog";
  private static final String CALL = "call";

  private final Telemetry telemetry;

  public CatalogMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /// Registers a gauge of the records of `store` that cannot be parsed.
  void observe(Catalog store) {
    telemetry.gauge("calotype_catalog_damaged_records", () -> store.damaged().size());
  }

  /// Records a `call`, successful or not.
  void called(String call, Duration took) {
    telemetry.timer(CALLS, CALL, call).record(took);
  }

  /// The durations by call.
  public List<Telemetry.Times> times() {
    return telemetry.times(CALLS, CALL);
  }
}
