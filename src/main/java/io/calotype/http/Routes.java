package io.calotype.http;

import io.calotype.http.api.HealthHandler;
import io.calotype.http.api.ProblemPages;
import io.calotype.http.dialect.RenditionRequest;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.PathSegments;
import io.calotype.http.exchange.Problems;
import io.calotype.http.exchange.QueryParameters;
import io.calotype.media.MediaId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Maps requests to handlers.
final class Routes {
  private final Handlers handlers;
  private final ListenerKind listener;

  /// Creates the routes of one port.
  Routes(Handlers handlers, ListenerKind listener) {
    this.handlers = handlers;
    this.listener = listener;
  }

  /// Answers `exchange` by its handler, or with 404 or 405.
  void route(HttpExchange exchange) {
    if (!exchange.path().startsWith("/")) {
      throw QueryParameters.bad("the request's target is no path");
    }
    Resource resource = resource(PathSegments.of(exchange.path()));
    if (resource == null) {
      exchange.problem(Problems.noSuchPath());
      return;
    }
    Consumer<HttpExchange> handler = resource.handler(exchange.request().method());
    if (handler == null) {
      exchange.problem(Problems.methodNotAllowed(resource.allow()));
    } else {
      handler.accept(exchange);
    }
  }

  private @Nullable Resource resource(List<String> path) {
    return switch (path.getFirst()) {
      case "problems" -> path.size() == 2 ? problem(path.get(1)) : null;
      case "health", "metrics" -> listener == ListenerKind.MAIN ? null : operation(path);
      default -> listener == ListenerKind.ADMIN ? null : service(path);
    };
  }

  private @Nullable Resource operation(List<String> path) {
    return switch (path.getFirst()) {
      case "health" -> path.size() == 2 ? health(path.get(1)) : null;
      default -> path.size() == 1 ? metrics() : null;
    };
  }

  private Resource metrics() {
    HealthHandler operations = handlers.operations();
    return Resource.get(
        listener == ListenerKind.ADMIN ? operations::openMetrics : operations::metrics);
  }

  private @Nullable Resource service(List<String> path) {
    return switch (path.getFirst()) {
      case "images" -> images(path);
      case "api" -> path.size() >= 2 ? api(path) : null;
      default -> null;
    };
  }

  private @Nullable Resource api(List<String> path) {
    return switch (path.get(1)) {
      case "media" -> media(path);
      case "me" -> path.size() == 2 ? Resource.get(handlers.access()::me) : null;
      case "sign" -> path.size() == 2 ? Resource.post(handlers.access()::sign) : null;
      case "stats" -> path.size() == 2 ? Resource.get(handlers.operations()::stats) : null;
      case "cache" ->
          path.size() == 3 && path.get(2).equals("clear")
              ? Resource.post(handlers.caches()::clear)
              : null;
      case "admin" -> path.size() == 3 ? admin(path.get(2)) : null;
      default -> null;
    };
  }

  /// The calls of the command line that the rest of the API does not cover.
  private @Nullable Resource admin(String command) {
    return switch (command) {
      case "upkeep" -> Resource.post(handlers.upkeep()::run);
      case "orphans" ->
          new Resource(handlers.upkeep()::findOrphans, handlers.upkeep()::orphans, null, null);
      case "verify" -> Resource.post(handlers.upkeep()::verify);
      case "usage" -> Resource.get(handlers.usage()::usage);
      case "warm" -> Resource.post(handlers.warm()::warm);
      case "explain" -> Resource.get(handlers.explain()::explain);
      default -> null;
    };
  }

  private @Nullable Resource images(List<String> path) {
    return switch (path.size()) {
      case 2 -> Resource.get(exchange -> image(exchange, path.get(1), null));
      case 3 -> Resource.get(exchange -> image(exchange, path.get(1), path.get(2)));
      default -> null;
    };
  }

  private void image(HttpExchange exchange, String name, @Nullable String preset) {
    Optional<RenditionRequest> requested =
        handlers.wanted().image(name, preset, exchange.parameters());
    requested.ifPresentOrElse(
        known -> handlers.images().deliver(exchange, known),
        () -> exchange.problem(Problems.noSuchPreset(handlers.wanted().presetNames())));
  }

  private @Nullable Resource media(List<String> path) {
    return switch (path.size()) {
      case 2 ->
          new Resource(
              handlers.lists()::list,
              exchange -> handlers.uploads().upload(exchange, null),
              null,
              handlers.media()::deleteGroup);
      case 3 -> one(path.get(2));
      case 4 -> part(path.get(2), path.get(3));
      default -> null;
    };
  }

  private Resource one(String name) {
    return new Resource(
        exchange -> handlers.media().read(exchange, id(name)),
        null,
        exchange -> handlers.uploads().upload(exchange, id(name)),
        exchange -> handlers.media().delete(exchange, id(name)));
  }

  private @Nullable Resource part(String name, String part) {
    return switch (part) {
      case "content" -> Resource.get(e -> handlers.originals().deliver(e, id(name)));
      case "retry" -> Resource.post(e -> handlers.media().retry(e, id(name)));
      case "thumbnail" -> Resource.get(e -> thumbnail(e, id(name)));
      default -> null;
    };
  }

  private void thumbnail(HttpExchange exchange, MediaId id) {
    handlers.images().deliver(exchange, handlers.wanted().thumbnail(id, exchange.parameters()));
  }

  private @Nullable Resource health(String which) {
    return switch (which) {
      case "live" -> Resource.get(handlers.operations()::live);
      case "ready" -> Resource.get(handlers.operations()::ready);
      default -> null;
    };
  }

  private static @Nullable Resource problem(String slug) {
    return ProblemPages.find(slug)
        .map(page -> Resource.get(e -> e.end("text/html; charset=utf-8", page)))
        .orElse(null);
  }

  private static MediaId id(String text) {
    return QueryParameters.id(text);
  }
}
