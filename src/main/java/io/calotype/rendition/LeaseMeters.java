package io.calotype.rendition;

import io.calotype.telemetry.Telemetry;
import java.util.Locale;

/// The metrics of renders that one node does for all.
final class LeaseMeters {
  private static final String LEASES = "calotype_render_leases";
  private static final String UNANSWERED = "calotype_cluster_unanswered";

  private final Telemetry telemetry;

  /// The way in which a missing rendition was made.
  enum Outcome {
    /// Under a lease.
    GRANTED,
    /// Under a lease that another node had before.
    TAKEN_OVER,
    /// By another node, while this one waited.
    WAITED,
    /// Without a lease: Redis or the bucket did not answer.
    ALONE,
    /// Without a lease: the other node took too long.
    IMPATIENT,
    /// The lease was lost during the render, so the rendition was not shared.
    FENCED;

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The reason why the other nodes did not answer.
  enum Silence {
    /// Redis was slower than 50 ms.
    LATE,
    /// Redis was away.
    AWAY;

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Registers the meters at zero.
  LeaseMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    for (Outcome outcome : Outcome.values()) {
      telemetry.counter(LEASES, "outcome", outcome.text()).increment(0);
    }
    for (Silence silence : Silence.values()) {
      telemetry.counter(UNANSWERED, "reason", silence.text()).increment(0);
    }
  }

  void made(Outcome outcome) {
    telemetry.counter(LEASES, "outcome", outcome.text()).increment();
  }

  void unanswered(Silence reason) {
    telemetry.counter(UNANSWERED, "reason", reason.text()).increment();
  }
}
