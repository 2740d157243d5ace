package io.calotype.http.exchange;

import io.calotype.http.routing.RouteClass;
import io.calotype.telemetry.Telemetry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Counts and times answered requests by class of route and status. Any thread may call it.
public final class RequestMeter {
  private static final int FIRST_STATUS = 100;
  private static final int STATUSES = 500;

  private final Telemetry telemetry;
  private final Map<RouteClass, @Nullable LongConsumer[]> timers = new EnumMap<>(RouteClass.class);

  public RequestMeter(Telemetry telemetry) {
    this.telemetry = telemetry;
    for (RouteClass route : RouteClass.values()) {
      timers.put(route, new LongConsumer[STATUSES]);
    }
  }

  /// Records the answer of `exchange`, whose headers were complete at `begun`, a [System#nanoTime].
  public void answered(HttpExchange exchange, long begun) {
    timer(exchange.routeClass(), exchange.response().getStatusCode())
        .accept(System.nanoTime() - begun);
  }

  /// The timer of a class and status. Two threads may create it at once; the registry returns the
  /// same timer to both.
  private LongConsumer timer(RouteClass route, int status) {
    @Nullable LongConsumer[] byStatus = Objects.requireNonNull(timers.get(route));
    LongConsumer known = byStatus[status - FIRST_STATUS];
    if (known == null) {
      known = telemetry.requests(route.text(), status);
      byStatus[status - FIRST_STATUS] = known;
    }
    return known;
  }
}
