package io.calotype.http.exchange;

import io.calotype.http.routing.Resource;
import io.calotype.http.routing.Route;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Cross-origin access for web pages (Fetch standard, section 3.3).
///
/// No decision depends on cookies. Responses therefore never allow credentials.
public final class Cors {
  /// Lets pages read the timing of resources (Resource Timing, section 4.5.1). The value lists all
  /// origins, because an `<img>` sends no `Origin`.
  private static final CharSequence TIMING = HttpHeaders.createOptimized("timing-allow-origin");

  private static final String ANY = "*";
  private static final String METHODS = Resource.allow(EnumSet.allOf(Route.Method.class));
  private static final String SENT =
      "Authorization, Content-Type, If-Match, If-None-Match, If-Modified-Since, If-Range,"
          + " Last-Event-ID, Range,"
          + " Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata, Upload-Concat,"
          + " Upload-Defer-Length, Upload-Checksum, X-HTTP-Method-Override, X-Requested-With,"
          + " X-Request-ID";
  private static final String SEEN =
      "Accept-Ranges, Cache-Status, Content-Disposition, Content-Range, ETag, Location, Retry-After,"
          + " Server-Timing, Media-Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size,"
          + " Tus-Checksum-Algorithm, Upload-Offset, Upload-Length, Upload-Defer-Length,"
          + " Upload-Metadata, Upload-Concat, Upload-Expires";
  private static final String DAY = "86400";

  private final Set<String> origins;
  private final CharSequence timing;

  /// Allows requests from pages of `origins`. `*` allows every page, an empty list none.
  public Cors(List<String> origins) {
    this.origins = Set.copyOf(origins);
    this.timing =
        HttpHeaders.createOptimized(
            this.origins.contains(ANY) ? ANY : String.join(", ", new TreeSet<>(origins)));
  }

  /// Writes the headers that let a browser expose the response to the requesting page.
  public void allow(HttpServerRequest request) {
    if (origins.isEmpty()) {
      return;
    }
    HttpServerResponse response = request.response();
    response.putHeader(TIMING, timing);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origins.contains(ANY)) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
    } else {
      response.headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
      if (!allows(origin)) {
        return;
      }
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, SEEN);
  }

  /// Whether pages of `origin` may send requests.
  boolean allows(@Nullable String origin) {
    return origin != null && (origins.contains(ANY) || origins.contains(origin));
  }

  /// Whether the request is a CORS preflight.
  public boolean preflight(HttpServerRequest request) {
    return !origins.isEmpty()
        && request.method().equals(HttpMethod.OPTIONS)
        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
  }

  /// Writes the methods and headers that a page may send.
  public void grant(HttpServerResponse response) {
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, SENT);
    response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, DAY);
  }
}
