package io.calotype.http.connection;

import io.calotype.telemetry.Telemetry;
import java.util.function.Supplier;

/// The metrics of client connections.
final class ConnectionMeters {
  private final Telemetry telemetry;

  ConnectionMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /// Registers a gauge of the number of open connections.
  void observe(Supplier<Number> open) {
    telemetry.gauge("calotype_connections", open);
  }

  /// Counts a closed connection by `reason`, a short text with hyphens.
  void closed(String reason) {
    telemetry.counter("calotype_connections_closed", "reason", reason).increment();
  }
}
