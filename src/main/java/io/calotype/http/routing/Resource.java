package io.calotype.http.routing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The routes of one path template. A literal last segment may also be a value of a parameter: the
/// methods that the template does not have are then those of the template with the parameter.
public final class Resource {
  private final RouteTemplate template;
  private final RouteTemplate parameters;
  private final Map<Route.Method, Route> routes = new EnumMap<>(Route.Method.class);
  private final RouteClass routeClass;
  private final String allow;

  /// Creates the resource of `routes`, which have the same template.
  ///
  /// @param general the resource of the template with a parameter as its last segment; null if
  ///   there is none
  Resource(RouteTemplate template, List<Route> routes, @Nullable Resource general) {
    this.template = template;
    this.parameters = general == null ? template : general.parameters;
    if (general != null) {
      this.routes.putAll(general.routes);
    }
    routes.forEach(route -> this.routes.put(route.method(), route));
    this.routeClass = routes.getFirst().routeClass();
    this.allow = allow(this.routes.keySet());
  }

  /// The value of `Allow` for `methods`. `HEAD` is allowed with `GET`.
  public static String allow(Set<Route.Method> methods) {
    return methods.stream()
        .map(method -> method == Route.Method.GET ? "GET, HEAD" : method.name())
        .collect(Collectors.joining(", "));
  }

  /// The route of `method`, as in the request line; null if the method is not allowed.
  public @Nullable Route route(String method) {
    return switch (method) {
      case "GET", "HEAD" -> routes.get(Route.Method.GET);
      case "POST" -> routes.get(Route.Method.POST);
      case "PUT" -> routes.get(Route.Method.PUT);
      case "PATCH" -> routes.get(Route.Method.PATCH);
      case "DELETE" -> routes.get(Route.Method.DELETE);
      case "OPTIONS" -> routes.get(Route.Method.OPTIONS);
      default -> null;
    };
  }

  /// The class of requests with `method`. A method that is not allowed counts with the first one.
  RouteClass routeClass(String method) {
    Route route = route(method);
    return route == null ? routeClass : route.routeClass();
  }

  public RouteTemplate template() {
    return template;
  }

  /// The index of the segment that is the value of the parameter `name`.
  ///
  /// Errors: an [IllegalStateException] if there is none.
  int index(String name) {
    return parameters.index(name);
  }

  /// The class of the first route.
  public RouteClass routeClass() {
    return routeClass;
  }

  /// The value of `Allow`.
  public String allow() {
    return allow;
  }
}
