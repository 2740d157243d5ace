package io.calotype.http.events;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.Locale;
import java.util.function.Supplier;

/// The metrics of responses with events.
final class EventStreamMeters {
  private final Telemetry telemetry;
  private final Counter sent;
  private final Counter resets;

  EventStreamMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.sent = telemetry.counter("calotype_events_sent");
    this.resets = telemetry.counter("calotype_events_resets");
  }

  /// Registers a gauge of the number of open responses.
  void observe(Supplier<Number> open) {
    telemetry.gauge("calotype_events_streams", open);
  }

  /// Counts an event that was written to a client.
  void sent() {
    sent.increment();
  }

  /// Counts a client that has missed events.
  void reset() {
    resets.increment();
  }

  /// Counts the end of a response.
  void ended(EventStream.End end) {
    String reason = end.name().toLowerCase(Locale.ROOT);
    telemetry.counter("calotype_events_streams_ended", "reason", reason).increment();
  }
}
