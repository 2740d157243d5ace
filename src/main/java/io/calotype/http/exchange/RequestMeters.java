package io.calotype.http.exchange;

import io.calotype.http.routing.RouteClass;
import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The metrics of answered requests by class of route and status, and of problems by type. Any
/// thread may call it.
public final class RequestMeters {
  private static final String PROBLEMS = "calotype_problems";
  private static final int FIRST_STATUS = 100;
  private static final int STATUSES = 500;

  private final Telemetry telemetry;
  private final Map<RouteClass, AtomicReferenceArray<@Nullable Timer>> timers =
      new EnumMap<>(RouteClass.class);

  public RequestMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    for (RouteClass route : RouteClass.values()) {
      timers.put(route, new AtomicReferenceArray<>(STATUSES));
    }
  }

  /// Records the answer of `exchange`, whose headers were complete at `begun`, a [System#nanoTime].
  public void answered(HttpExchange exchange, long begun) {
    answered(exchange.routeClass(), exchange.response().getStatusCode(), begun);
  }

  /// Records an answer with `status` to a request of the class `route`.
  ///
  /// @param begun as in [#answered(HttpExchange, long)]
  public void answered(RouteClass route, int status, long begun) {
    timer(route, status).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
  }

  /// The timer of a class and status. Two threads may create it at once; the registry returns the
  /// same timer to both.
  private Timer timer(RouteClass route, int status) {
    AtomicReferenceArray<@Nullable Timer> byStatus = Objects.requireNonNull(timers.get(route));
    Timer known = byStatus.get(status - FIRST_STATUS);
    if (known == null) {
      known =
          telemetry.latencies(
              "calotype_http_requests", "route", route.text(), "status", Integer.toString(status));
      byStatus.set(status - FIRST_STATUS, known);
    }
    return known;
  }

  /// Counts a problem response of the type `slug`.
  void problem(String slug) {
    telemetry.counter(PROBLEMS, "problem", slug).increment();
  }

  /// The number of problem responses since the start.
  public long problems() {
    return (long) telemetry.sum(PROBLEMS);
  }
}
