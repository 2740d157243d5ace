package io.calotype.http.delivery;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;

/// The metrics of redirects.
final class RedirectMeters {
  private static final String REDIRECTS = "calotype_redirects";
  private static final String TARGET = "target";

  private final Counter store;
  private final Counter cdn;
  private final Counter file;
  private final Counter ignored;

  RedirectMeters(Telemetry telemetry) {
    this.store = telemetry.counter(REDIRECTS, TARGET, "store");
    this.cdn = telemetry.counter(REDIRECTS, TARGET, "cdn");
    this.file = telemetry.counter(REDIRECTS, TARGET, "cdn_url");
    this.ignored = telemetry.counter("calotype_cdn_urls_ignored");
  }

  /// Counts a redirect to the store of originals.
  void toStore() {
    store.increment();
  }

  /// Counts a redirect to the CDN, which fetches from this server.
  void toCdn() {
    cdn.increment();
  }

  /// Counts a redirect to the address in a record.
  void toFile() {
    file.increment();
  }

  /// Counts an address in a record that is not used.
  void ignored() {
    ignored.increment();
  }
}
