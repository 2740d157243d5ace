package io.calotype.http;

import io.calotype.http.api.ProblemPages;
import io.calotype.http.dialect.RenditionRequest;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.Problems;
import io.calotype.http.routing.RequestPath;
import io.calotype.http.routing.Resource;
import io.calotype.http.routing.Route;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Binds the routes of [Route] to handlers, and answers each request by the handler of its route.
final class Routes {
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
      exchange.problem(Problems.noSuchPath());
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
      case IMAGE -> exchange -> image(exchange, null);
      case PRESET -> exchange -> image(exchange, exchange.target().parameter("{preset}"));
      case THUMBNAIL -> this::thumbnail;
      case CONTENT -> exchange -> handlers.originals().deliver(exchange, exchange.id());
      case LIST -> handlers.lists()::list;
      case UPLOAD -> exchange -> handlers.uploads().upload(exchange, null);
      case UPLOAD_AS -> exchange -> handlers.uploads().upload(exchange, exchange.id());
      case RECORD -> exchange -> handlers.media().read(exchange, exchange.id());
      case RETRY -> exchange -> handlers.media().retry(exchange, exchange.id());
      case DELETE -> exchange -> handlers.media().delete(exchange, exchange.id());
      case DELETE_GROUP -> handlers.media()::deleteGroup;
      case ME -> handlers.access()::me;
      case SIGN -> handlers.access()::sign;
      case CLEAR_CACHE -> handlers.caches()::clear;
      case UPKEEP -> handlers.upkeep()::run;
      case FIND_ORPHANS -> handlers.upkeep()::findOrphans;
      case ORPHANS -> handlers.upkeep()::orphans;
      case VERIFY -> handlers.upkeep()::verify;
      case USAGE -> handlers.usage()::usage;
      case WARM -> handlers.warm()::warm;
      case EXPLAIN -> handlers.explain()::explain;
      case STATS -> handlers.operations()::stats;
      case LIVE -> handlers.operations()::live;
      case READY -> handlers.operations()::ready;
      case METRICS -> metrics();
      case PROBLEM -> Routes::problem;
    };
  }

  private Consumer<HttpExchange> metrics() {
    return listener == ListenerKind.ADMIN
        ? handlers.operations()::openMetrics
        : handlers.operations()::metrics;
  }

  private void image(HttpExchange exchange, @Nullable String preset) {
    String name = exchange.target().parameter("{id}");
    Optional<RenditionRequest> requested =
        handlers.wanted().image(name, preset, exchange.parameters());
    requested.ifPresentOrElse(
        known -> handlers.images().deliver(exchange, known),
        () -> exchange.problem(Problems.noSuchPreset(handlers.wanted().presetNames())));
  }

  private void thumbnail(HttpExchange exchange) {
    handlers
        .images()
        .deliver(exchange, handlers.wanted().thumbnail(exchange.id(), exchange.parameters()));
  }

  private static void problem(HttpExchange exchange) {
    ProblemPages.find(exchange.target().parameter("{slug}"))
        .ifPresentOrElse(
            page -> exchange.end("text/html; charset=utf-8", page),
            () -> exchange.problem(Problems.noSuchPath()));
  }
}
