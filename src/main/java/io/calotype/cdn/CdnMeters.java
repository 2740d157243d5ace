package io.calotype.cdn;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;

/// The metrics of the purges of one provider.
final class CdnMeters {
  private final Telemetry telemetry;
  private final String provider;
  private final Counter purged;
  private final Counter retries;
  private final Counter lost;

  CdnMeters(Telemetry telemetry, String provider) {
    this.telemetry = telemetry;
    this.provider = provider;
    this.purged = telemetry.counter("calotype_cdn_purged_tags", "provider", provider);
    this.retries = telemetry.counter("calotype_cdn_purge_retries", "provider", provider);
    this.lost = telemetry.counter("calotype_cdn_lost_tags", "provider", provider);
  }

  /// Registers gauges of the number of purges that are recorded and not completed, and of buried
  /// ones. All nodes report those of the data set.
  void observe(Supplier<Number> waiting, Supplier<Number> dead) {
    telemetry.gauge("calotype_cdn_waiting_purges", waiting, "provider", provider);
    telemetry.gauge("calotype_cdn_dead_purges", dead, "provider", provider);
  }

  /// Counts tags that the provider has accepted.
  void purged(int tags) {
    purged.increment(tags);
  }

  /// Counts a request that failed and is repeated.
  void retried() {
    retries.increment();
  }

  /// Counts tags that are not purged: the provider has refused them, or was away for too long.
  void lost(int tags) {
    lost.increment(tags);
  }
}
