package io.calotype.http.contract;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Serves the documents about the API: `/openapi.yaml`, `/openapi.json`, `/docs` and
/// `/problems/{slug}`.
///
/// A document is made at its first request, and stays in memory: all together have less than 1 MiB.
public final class ContractHandler {
  private static final CharSequence CACHED = HttpHeaders.createOptimized("public, max-age=3600");
  private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence REFERRER = HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");

  private static final String YAML = "openapi.yaml";
  private static final String JSON = "openapi.json";
  private static final String DOCS = "docs";

  private final Map<String, StaticDocument> made = new ConcurrentHashMap<>();
  private final ApiDocument api;

  /// Creates the handler.
  ///
  /// @param publicUrl the begin of the URLs of this server; empty if none is configured
  public ContractHandler(String publicUrl) {
    this.api = new ApiDocument(publicUrl);
  }

  /// Sends the description of the API as YAML.
  public void yaml(HttpExchange exchange) {
    send(exchange, YAML, () -> Map.of(YAML, StaticDocument.data("application/yaml", api.yaml())));
  }

  /// Sends the description of the API as JSON.
  public void json(HttpExchange exchange) {
    send(exchange, JSON, () -> Map.of(JSON, StaticDocument.data("application/json", api.json())));
  }

  /// Sends the page of the problem that the path names.
  public void problem(HttpExchange exchange) {
    Problem problem =
        Problem.find(exchange.target().parameter("{slug}"))
            .orElseThrow(() -> new MediaException(new Failure.NoSuchPath()));
    send(exchange, problem.slug(), new ProblemPages(api)::all);
  }

  /// Sends the description of the API as a page.
  public void docs(HttpExchange exchange) {
    send(exchange, DOCS, () -> Map.of(DOCS, new ApiPage(api).document()));
  }

  /// Sends the document `name`, which `maker` makes if it is absent.
  private void send(
      HttpExchange exchange, String name, Supplier<Map<String, StaticDocument>> maker) {
    StaticDocument known = made.get(name);
    if (known == null) {
      exchange.offload(() -> {
        Map<String, StaticDocument> fresh = maker.get();
        made.putAll(fresh);
        exchange.onLoop(() -> send(exchange, Objects.requireNonNull(fresh.get(name))));
      });
    } else {
      send(exchange, known);
    }
  }

  private static void send(HttpExchange exchange, StaticDocument document) {
    if (document.contentSecurity() != null) {
      exchange.response().putHeader(CSP, document.contentSecurity());
      exchange.response().putHeader(REFERRER, SAME_ORIGIN);
    }
    document
        .content()
        .begin(exchange, CACHED)
        .ifPresent(coding -> exchange.end(document.content().type(), document.bytes(coding)));
  }
}
