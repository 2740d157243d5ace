package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.catalog.Catalog;
import io.calotype.imaging.ImageEngine;
import io.calotype.originals.OriginalStore;
import io.calotype.telemetry.Telemetry;
import io.calotype.upkeep.Census;
import io.calotype.upkeep.Usage;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/// What operators and load balancers ask: health and metrics.
final class Operations {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Catalog catalog;
  private final OriginalStore originals;
  private final ImageEngine engine;
  private final Census census;
  private final Telemetry telemetry;

  Operations(
      Catalog catalog,
      OriginalStore originals,
      ImageEngine engine,
      Census census,
      Telemetry telemetry) {
    this.census = census;
    this.catalog = catalog;
    this.originals = originals;
    this.engine = engine;
    this.telemetry = telemetry;
  }

  /// 200 for as long as the program answers at all.
  void live(Exchange exchange) {
    exchange.json(200, status("live", Map.of()));
  }

  /// 200 where the node can serve, 503 where it cannot, with each check. A full or read-only disk
  /// refuses uploads, and is ready.
  void ready(Exchange exchange) {
    exchange.offload(() -> {
      Map<String, Object> checks =
          new TreeMap<>(
              Map.of(
                  "catalog", catalog.ready(),
                  "renderer", engine.ready(),
                  "storage", storage(originals.state())));
      boolean ready = !checks.containsValue(false);
      exchange.json(ready ? 200 : 503, status(ready ? "ready" : "not ready", checks));
    });
  }

  private static Object storage(OriginalStore.State state) {
    return switch (state) {
      case WRITABLE -> true;
      case FULL -> "full";
      case READ_ONLY -> "read-only";
      case UNUSABLE -> false;
    };
  }

  /// Metrics for callers that may see them.
  void metrics(Exchange exchange) {
    exchange.offload(() -> {
      exchange.require(Action.SCRAPE);
      scraped(exchange);
    });
  }

  /// Metrics for everybody who reaches the port.
  void openMetrics(Exchange exchange) {
    exchange.offload(() -> scraped(exchange));
  }

  /// What the metrics say, for people and programs that do not read Prometheus.
  void stats(Exchange exchange) {
    Options.require(exchange.parameters(), Set.of());
    exchange.offload(() -> {
      exchange.require(Action.OPERATE);
      Usage usage = census.last().orElse(null);
      exchange.json(200, Json.bytes(json -> StatsJson.write(json, telemetry, usage)));
    });
  }

  private void scraped(Exchange exchange) {
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
    return Json.bytes(json -> Json.value(json, members));
  }
}
