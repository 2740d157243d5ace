package io.calotype.http.routing;

import io.calotype.access.Action;

/// The route table: method, path template and access requirement of every call that the server
/// answers. `HEAD` is answered wherever `GET` is.
///
/// The server binds each route to its handler. Matching, `Allow`, explanations, links, the labels
/// of metrics and signed URLs read this table.
@SuppressWarnings("ImmutableEnumChecker") // records of immutable values
public enum Route {
  IMAGE(Method.GET, "/images/{id}", onMedia(Action.VIEW), RouteClass.IMAGE),
  PRESET(Method.GET, "/images/{id}/{preset}", onMedia(Action.VIEW), RouteClass.IMAGE),

  LIST(Method.GET, "/api/media", may(Action.LIST), RouteClass.API),
  UPLOAD(Method.POST, "/api/media", may(Action.UPLOAD), RouteClass.UPLOAD),
  DELETE_BATCH(Method.POST, "/api/media/batch-delete", may(Action.DELETE), RouteClass.API),
  DELETE_GROUP(Method.DELETE, "/api/media", may(Action.DELETE), RouteClass.API),
  RECORD(Method.GET, "/api/media/{id}", may(Action.READ), RouteClass.API),
  UPLOAD_AS(Method.PUT, "/api/media/{id}", may(Action.UPLOAD), RouteClass.UPLOAD),
  CHANGE(Method.PATCH, "/api/media/{id}", may(Action.CHANGE), RouteClass.API),
  DELETE(Method.DELETE, "/api/media/{id}", may(Action.DELETE), RouteClass.API),
  CONTENT(Method.GET, "/api/media/{id}/content", onMedia(Action.DOWNLOAD), RouteClass.ORIGINAL),
  THUMBNAIL(Method.GET, "/api/media/{id}/thumbnail", onMedia(Action.VIEW), RouteClass.THUMBNAIL),
  RENDITIONS(Method.GET, "/api/media/{id}/renditions", may(Action.READ), RouteClass.API),
  RETRY(Method.POST, "/api/media/{id}/retry", may(Action.RETRY), RouteClass.API),

  ANNOUNCE_DIRECT(Method.POST, "/api/uploads/direct", may(Action.UPLOAD), RouteClass.API),
  COMPLETE_DIRECT(
      Method.POST, "/api/uploads/direct/{upload}", may(Action.UPLOAD), RouteClass.UPLOAD),

  UPLOAD_PROTOCOL(Method.OPTIONS, "/api/uploads", new AccessRule.Open(), RouteClass.API),
  BEGIN_UPLOAD(Method.POST, "/api/uploads", may(Action.UPLOAD), RouteClass.UPLOAD),
  UPLOAD_STATE(Method.GET, "/api/uploads/{upload}", may(Action.UPLOAD), RouteClass.UPLOAD),
  CONTINUE_UPLOAD(Method.PATCH, "/api/uploads/{upload}", may(Action.UPLOAD), RouteClass.UPLOAD),
  OVERRIDDEN(Method.POST, "/api/uploads/{upload}", may(Action.UPLOAD), RouteClass.UPLOAD),
  END_UPLOAD(Method.DELETE, "/api/uploads/{upload}", may(Action.UPLOAD), RouteClass.UPLOAD),

  TICKET(Method.POST, "/api/tickets", may(Action.INVITE), RouteClass.API),

  ME(Method.GET, "/api/me", new AccessRule.Identified(), RouteClass.API),
  SIGN(Method.POST, "/api/sign", may(Action.SIGN), RouteClass.API),
  EVENTS(Method.GET, "/api/events", may(Action.LIST), RouteClass.EVENTS),
  STATS(Method.GET, "/api/stats", may(Action.OPERATE), RouteClass.API),
  CLEAR_CACHE(Method.POST, "/api/cache/clear", may(Action.ADMINISTER), RouteClass.API),
  UPKEEP(Method.POST, "/api/admin/upkeep", may(Action.ADMINISTER), RouteClass.API),
  LAST_UPKEEP(Method.GET, "/api/admin/upkeep", may(Action.ADMINISTER), RouteClass.API),
  FIND_ORPHANS(Method.GET, "/api/admin/orphans", may(Action.ADMINISTER), RouteClass.API),
  ORPHANS(Method.POST, "/api/admin/orphans", may(Action.ADMINISTER), RouteClass.API),
  VERIFY(Method.POST, "/api/admin/verify", may(Action.ADMINISTER), RouteClass.API),
  USAGE(Method.GET, "/api/admin/usage", may(Action.ADMINISTER), RouteClass.API),
  WARM(Method.POST, "/api/admin/warm", may(Action.ADMINISTER), RouteClass.API),
  EXPLAIN(Method.GET, "/api/admin/explain", may(Action.ADMINISTER), RouteClass.API),
  MOVE_PROGRESS(Method.GET, "/api/admin/move", may(Action.ADMINISTER), RouteClass.API),
  MOVE(Method.POST, "/api/admin/move", may(Action.ADMINISTER), RouteClass.API),

  LIVE(Method.GET, "/health/live", new AccessRule.Open(), RouteClass.OPERATIONS),
  READY(Method.GET, "/health/ready", new AccessRule.Open(), RouteClass.OPERATIONS),
  METRICS(Method.GET, "/metrics", may(Action.SCRAPE), RouteClass.OPERATIONS),

  OPENAPI_YAML(Method.GET, "/openapi.yaml", new AccessRule.Open(), RouteClass.OTHER),
  OPENAPI_JSON(Method.GET, "/openapi.json", new AccessRule.Open(), RouteClass.OTHER),
  DOCS(Method.GET, "/docs", new AccessRule.Open(), RouteClass.OTHER),
  PROBLEM(Method.GET, "/problems/{slug}", new AccessRule.Open(), RouteClass.OTHER),

  GALLERY(Method.GET, "/", new AccessRule.Open(), RouteClass.PAGE),
  ASSET(Method.GET, "/assets/{file}", new AccessRule.Open(), RouteClass.PAGE);

  /// The methods of routes, in the order of `Allow`.
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS
  }

  private final Method method;
  private final RouteTemplate template;
  private final AccessRule access;
  private final RouteClass routeClass;

  Route(Method method, String template, AccessRule access, RouteClass routeClass) {
    this.method = method;
    this.template = RouteTemplate.parse(template);
    this.access = access;
    this.routeClass = routeClass;
  }

  private static AccessRule may(Action action) {
    return new AccessRule.Permitted(action);
  }

  private static AccessRule onMedia(Action action) {
    return new AccessRule.PermittedOnMedia(action);
  }

  public Method method() {
    return method;
  }

  public RouteTemplate template() {
    return template;
  }

  public AccessRule access() {
    return access;
  }

  /// The class of the route in metrics.
  public RouteClass routeClass() {
    return routeClass;
  }

  /// The action whose right the route requires.
  ///
  /// Errors: an [IllegalStateException] if the route requires none.
  public Action action() {
    return switch (access) {
      case AccessRule.Permitted(Action action) -> action;
      case AccessRule.PermittedOnMedia(Action action) -> action;
      case AccessRule.Open(), AccessRule.Identified() ->
          throw new IllegalStateException(this + " requires no action");
    };
  }
}
