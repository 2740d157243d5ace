package io.calotype.http.api;

import io.calotype.catalog.Catalog;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.imaging.ImageEngine;
import io.calotype.json.JsonOutput;
import io.calotype.originals.BlobStore;
import io.calotype.telemetry.Telemetry;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Health and metrics for operators and load balancers.
public final class HealthHandler {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Catalog catalog;
  private final BlobStore blobs;
  private final ImageEngine engine;
  private final Telemetry telemetry;

  public HealthHandler(Catalog catalog, BlobStore blobs, ImageEngine engine, Telemetry telemetry) {
    this.catalog = catalog;
    this.blobs = blobs;
    this.engine = engine;
    this.telemetry = telemetry;
  }

  /// Answers 200 while the process runs.
  public void live(HttpExchange exchange) {
    exchange.json(200, status("live", Map.of()));
  }

  /// Answers 200 if the node can serve, 503 otherwise, with the result of each check. A full or
  /// read-only disk refuses uploads, but the node counts as ready.
  public void ready(HttpExchange exchange) {
    exchange.offload(() -> {
      Map<String, Object> checks =
          new TreeMap<>(
              Map.of(
                  "catalog", catalog.ready(),
                  "renderer", engine.ready(),
                  "storage", storage(blobs.state())));
      boolean ready = !checks.containsValue(false);
      exchange.json(ready ? 200 : 503, status(ready ? "ready" : "not ready", checks));
    });
  }

  private static Object storage(BlobStore.State state) {
    return switch (state) {
      case WRITABLE -> true;
      case FULL -> "full";
      case READ_ONLY -> "read-only";
      case UNUSABLE -> false;
    };
  }

  /// Sends metrics to authorized callers.
  public void metrics(HttpExchange exchange) {
    exchange.offload(() -> {
      exchange.require();
      scraped(exchange);
    });
  }

  /// Sends metrics to every client that reaches the port.
  public void openMetrics(HttpExchange exchange) {
    exchange.offload(() -> scraped(exchange));
  }

  private void scraped(HttpExchange exchange) {
    byte[] text = telemetry.scrape().getBytes(StandardCharsets.UTF_8);
    exchange.onLoop(() -> {
      exchange.response().putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
      exchange.end(METRICS_TYPE, text);
    });
  }

  private static byte[] status(String status, Map<String, Object> checks) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("status", status);
    members.putAll(checks);
    return JsonOutput.bytes(json -> JsonOutput.value(json, members));
  }
}
