package io.calotype.http;

import io.calotype.http.routing.Resource;
import io.calotype.http.routing.RouteClass;

/// The routes of a port.
enum ListenerKind {
  /// All routes, on a server with a single port.
  ONLY,
  /// All routes but health and metrics, which have a separate port.
  MAIN,
  /// Health and metrics, for every client that reaches the port.
  ADMIN;

  /// Whether the port answers requests for `resource`. Every port has the pages of problems.
  boolean serves(Resource resource) {
    return switch (this) {
      case ONLY -> true;
      case MAIN -> resource.routeClass() != RouteClass.OPERATIONS;
      case ADMIN ->
          resource.routeClass() == RouteClass.OPERATIONS
              || resource.routeClass() == RouteClass.OTHER;
    };
  }
}
