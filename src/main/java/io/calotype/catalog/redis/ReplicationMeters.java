package io.calotype.catalog.redis;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;

/// The metrics of the replication of records.
final class ReplicationMeters {
  private final Telemetry telemetry;
  private final Counter unreplicated;

  ReplicationMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.unreplicated = telemetry.counter("calotype_redis_unreplicated");
  }

  /// Registers a gauge of the number of replicas.
  void observe(Supplier<Number> replicas) {
    telemetry.gauge("calotype_redis_replicas", replicas);
  }

  /// Counts a change that no replica has confirmed in time.
  void unreplicated() {
    unreplicated.increment();
  }
}
