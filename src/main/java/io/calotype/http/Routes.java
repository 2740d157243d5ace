package io.calotype.http;

import io.calotype.failure.Failure;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.problem.ProblemDocument;
import io.calotype.http.problem.Problems;
import io.calotype.http.routing.RequestPath;
import io.calotype.http.routing.Resource;
import io.calotype.http.routing.Route;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Binds the routes of [Route] to handlers, and answers each request by the handler of its route.
final class Routes {
  private static final ProblemDocument NO_SUCH_PATH = Problems.of(new Failure.NoSuchPath());

  private final Map<Route, Consumer<HttpExchange>> bound = new EnumMap<>(Route.class);
  private final Handlers handlers;
  private final ListenerKind listener;

  /// Creates the routes of one port.
  Routes(Handlers handlers, ListenerKind listener) {
    this.handlers = handlers;
    this.listener = listener;
    for (Route route : Route.values()) {
      bound.put(route, handler(route));
    }
  }

  /// Answers `exchange` by its handler, or with 404 or 405.
  void route(HttpExchange exchange) {
    RequestPath target = exchange.target();
    target.requireValid();
    Resource resource = target.resource();
    if (resource == null || !listener.serves(resource)) {
      exchange.problem(NO_SUCH_PATH);
      return;
    }
    Route route = resource.route(exchange.request().method().name());
    if (route == null) {
      exchange.problem(Problems.methodNotAllowed(resource.allow()));
    } else {
      Objects.requireNonNull(bound.get(route)).accept(exchange);
    }
  }

  private Consumer<HttpExchange> handler(Route route) {
    return switch (route) {
      case IMAGE, PRESET, THUMBNAIL -> handlers.delivery().images()::deliver;
      case CONTENT -> exchange -> handlers.delivery().originals().deliver(exchange, exchange.id());
      case LIST -> handlers.media().lists()::list;
      case RECORD -> exchange -> handlers.media().records().read(exchange, exchange.id());
      case RENDITIONS -> exchange -> handlers.media().records().renditions(exchange, exchange.id());
      case RETRY -> exchange -> handlers.media().records().retry(exchange, exchange.id());
      case CHANGE -> exchange -> handlers.media().changes().patch(exchange, exchange.id());
      case DELETE -> exchange -> handlers.media().deletions().delete(exchange, exchange.id());
      case DELETE_BATCH -> handlers.media().deletions()::deleteBatch;
      case DELETE_GROUP -> handlers.media().deletions()::deleteGroup;
      case ME -> handlers.access()::me;
      case SIGN -> handlers.access()::sign;
      case EVENTS -> handlers.media().events()::stream;
      case CLEAR_CACHE -> handlers.administration().caches()::clear;
      case UPKEEP -> handlers.administration().maintenance()::run;
      case LAST_UPKEEP -> handlers.administration().maintenance()::last;
      case FIND_ORPHANS -> handlers.administration().maintenance()::findOrphans;
      case ORPHANS -> handlers.administration().maintenance()::orphans;
      case VERIFY -> handlers.administration().maintenance()::verify;
      case USAGE -> handlers.administration().usage()::usage;
      case WARM -> handlers.administration().warm()::warm;
      case EXPLAIN -> handlers.administration().explain()::explain;
      case MOVE -> handlers.administration().move()::begin;
      case MOVE_PROGRESS -> handlers.administration().move()::progress;
      case STATS -> handlers.operations().stats()::stats;
      case LIVE -> handlers.operations().health()::live;
      case READY -> handlers.operations().health()::ready;
      case METRICS -> metrics();
      case OPENAPI_YAML -> handlers.pages().contract()::yaml;
      case OPENAPI_JSON -> handlers.pages().contract()::json;
      case DOCS -> handlers.pages().contract()::docs;
      case PROBLEM -> handlers.pages().contract()::problem;
      case GALLERY -> handlers.pages().gallery()::page;
      case ASSET -> handlers.pages().gallery()::asset;
      default -> upload(route);
    };
  }

  /// Errors: an [IllegalArgumentException] at the start for a route without a handler.
  private Consumer<HttpExchange> upload(Route route) {
    Handlers.Uploads uploads = handlers.uploads();
    return switch (route) {
      case UPLOAD -> exchange -> uploads.single().upload(exchange, null);
      case UPLOAD_AS -> exchange -> uploads.single().upload(exchange, exchange.id());
      case ANNOUNCE_DIRECT -> uploads.direct()::announce;
      case COMPLETE_DIRECT -> uploads.direct()::complete;
      case UPLOAD_PROTOCOL, BEGIN_UPLOAD -> uploads.resumable()::answerAll;
      case UPLOAD_STATE, CONTINUE_UPLOAD, OVERRIDDEN, END_UPLOAD -> uploads.resumable()::answerOne;
      case TICKET -> uploads.tickets()::issue;
      default -> throw new IllegalArgumentException(route + " has no handler");
    };
  }

  private Consumer<HttpExchange> metrics() {
    return listener == ListenerKind.ADMIN
        ? handlers.operations().health()::openMetrics
        : handlers.operations().health()::metrics;
  }
}
