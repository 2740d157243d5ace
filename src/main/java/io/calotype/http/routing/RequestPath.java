package io.calotype.http.routing;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The path of a request (RFC 3986 section 3.3), resolved against the route table. A pure function
/// of the path.
///
/// @param segments percent-decoded; possibly still encoded if `fault` is set
/// @param resource the routes of the path; null if there are none
/// @param fault the reason why the path cannot be parsed; null if it can
public record RequestPath(
    List<String> segments, @Nullable Resource resource, @Nullable String fault) {
  private static final RequestPath NO_PATH =
      new RequestPath(List.of(""), null, "the request's target is no path");

  /// Resolves `path`, still percent-encoded.
  public static RequestPath of(String path) {
    if (!path.startsWith("/")) {
      return NO_PATH;
    }
    List<String> segments = split(path);
    String fault = null;
    if (path.indexOf('%') >= 0) {
      try {
        segments.replaceAll(PercentEncoding::decode);
      } catch (IllegalArgumentException broken) {
        fault = "the path has a broken percent-escape";
      }
    }
    return new RequestPath(segments, RouteTrie.TABLE.find(segments), fault);
  }

  /// Splits a path at its slashes. An encoded slash does not split. The segments are still
  /// percent-encoded.
  static List<String> split(String path) {
    List<String> segments = new ArrayList<>(4);
    int start = 1;
    for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(Math.min(start, path.length())));
    return segments;
  }

  /// Throws if the path cannot be parsed.
  ///
  /// Errors: `BadRequest`.
  public void requireValid() {
    if (fault != null) {
      throw new MediaException(new Failure.BadRequest(fault));
    }
  }

  /// The value of a parameter of the path's template, such as `{id}`.
  ///
  /// Errors: an [IllegalStateException] if the template has no such parameter.
  public String parameter(String name) {
    if (resource == null) {
      throw new IllegalStateException("the path has no route");
    }
    return segments.get(resource.index(name));
  }

  /// The value of the parameter `{id}`.
  ///
  /// Errors: `BadRequest` if it is no id.
  public MediaId id() {
    return QueryParameters.id(parameter("{id}"));
  }

  /// The route of `method`; null if there is none.
  public @Nullable Route route(String method) {
    return resource == null ? null : resource.route(method);
  }

  /// The class of requests with `method` for this path.
  public RouteClass routeClass(String method) {
    return resource == null ? RouteTrie.TABLE.area(segments) : resource.routeClass(method);
  }
}
