package io.calotype.http.exchange;

import io.calotype.telemetry.Telemetry;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumMap;
import java.util.Locale;
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

  /// The classes of routes. Their small number limits the label values of the metric.
  enum RouteClass {
    IMAGE,
    THUMBNAIL,
    ORIGINAL,
    UPLOAD,
    API,
    OPERATIONS,
    OTHER;

    static RouteClass of(HttpServerRequest request) {
      String path = request.path();
      if (path == null) {
        return OTHER;
      }
      if (path.startsWith("/images/")) {
        return IMAGE;
      }
      if (path.startsWith("/api/media")) {
        return media(path, request.method());
      }
      if (path.startsWith("/api/")) {
        return API;
      }
      return path.startsWith("/health/") || path.equals("/metrics") ? OPERATIONS : OTHER;
    }

    private static RouteClass media(String path, HttpMethod method) {
      if (path.endsWith("/thumbnail")) {
        return THUMBNAIL;
      }
      if (path.endsWith("/content")) {
        return ORIGINAL;
      }
      boolean created = method.equals(HttpMethod.POST) && path.equals("/api/media");
      return created || method.equals(HttpMethod.PUT) ? UPLOAD : API;
    }
  }

  /// Records the answer to `request`, whose headers were complete at `begun`, a [System#nanoTime].
  public void answered(HttpServerRequest request, long begun) {
    timer(RouteClass.of(request), request.response().getStatusCode())
        .accept(System.nanoTime() - begun);
  }

  /// The timer of a class and status. Two threads may create it at once; the registry returns the
  /// same timer to both.
  private LongConsumer timer(RouteClass route, int status) {
    @Nullable LongConsumer[] byStatus = Objects.requireNonNull(timers.get(route));
    LongConsumer known = byStatus[status - FIRST_STATUS];
    if (known == null) {
      known = telemetry.requests(route.name().toLowerCase(Locale.ROOT), status);
      byStatus[status - FIRST_STATUS] = known;
    }
    return known;
  }
}
