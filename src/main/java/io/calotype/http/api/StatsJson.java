package io.calotype.http.api;

import io.calotype.cache.CacheMeters;
import io.calotype.catalog.CatalogMeters;
import io.calotype.http.exchange.RequestMeters;
import io.calotype.imaging.RenderMeters;
import io.calotype.maintenance.Usage;
import io.calotype.store.HitMeters;
import io.calotype.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The answer of `GET /api/stats`.
final class StatsJson {
  private static final List<String> PERCENTILES = List.of("p50", "p95", "p99");

  private final RequestMeters requests;
  private final HitMeters hits;
  private final CacheMeters cache;
  private final RenderMeters renders;
  private final CatalogMeters catalog;

  /// Creates answers with the current values of `telemetry`.
  StatsJson(Telemetry telemetry) {
    this.requests = new RequestMeters(telemetry);
    this.hits = new HitMeters(telemetry);
    this.cache = new CacheMeters(telemetry);
    this.renders = new RenderMeters(telemetry);
    this.catalog = new CatalogMeters(telemetry);
  }

  /// Writes the answer.
  ///
  /// @param node the name of this node, which all figures are of
  /// @param running the names of all nodes that run
  /// @param usage the last measurement; null before the first
  void write(JsonGenerator json, String node, List<String> running, @Nullable Usage usage) {
    json.writeStartObject();
    json.writeStringProperty("node", node);
    json.writeArrayPropertyStart("nodes");
    running.forEach(json::writeString);
    json.writeEndArray();
    requests(json);
    cache(json);
    renders(json);
    json.writeObjectPropertyStart("catalog");
    times(json, catalog.times());
    json.writeEndObject();
    json.writeName("usage");
    if (usage == null) {
      json.writeNull();
    } else {
      UsageJson.write(json, usage);
    }
    json.writeEndObject();
  }

  private void requests(JsonGenerator json) {
    long memory = hits.memoryHits();
    long disk = hits.diskHits();
    long shared = hits.sharedHits();
    long misses = hits.misses();
    long all = hits.requests();
    json.writeObjectPropertyStart("requests");
    json.writeNumberProperty("memoryHits", memory);
    json.writeNumberProperty("diskHits", disk);
    json.writeNumberProperty("sharedHits", shared);
    json.writeNumberProperty("misses", misses);
    json.writeNumberProperty("hitRate", share(memory + disk + shared, all));
    json.writeNumberProperty("memoryHitRate", share(memory, all));
    json.writeNumberProperty("diskHitRate", share(disk, all));
    json.writeNumberProperty("sharedHitRate", share(shared, all));
    json.writeNumberProperty("missRate", share(misses, all));
    json.writeNumberProperty("problems", requests.problems());
    json.writeEndObject();
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : rounded((double) part / all);
  }

  private void cache(JsonGenerator json) {
    long entries = cache.diskEntries();
    long bytes = cache.diskBytes();
    json.writeObjectPropertyStart("cache");
    json.writeNumberProperty("diskEntries", entries);
    json.writeNumberProperty("diskBytes", bytes);
    json.writeNumberProperty("averageBytes", entries == 0 ? 0 : bytes / entries);
    json.writeNumberProperty("memoryBytes", cache.memoryBytes());
    json.writeNumberProperty("evictions", cache.evictions());
    json.writeNumberProperty("evictedBytes", cache.evictedBytes());
    json.writeNumberProperty("repairs", cache.damagedFiles());
    json.writeNumberProperty("faults", cache.faults());
    json.writeEndObject();
  }

  private void renders(JsonGenerator json) {
    json.writeObjectPropertyStart("renders");
    json.writeNumberProperty("waiting", renders.waiting());
    json.writeNumberProperty("memoryBytes", renders.memoryBytes());
    json.writeNumberProperty("renderersLost", renders.lost());
    json.writeNumberProperty("failures", renders.failures());
    times(json, renders.times());
    json.writeEndObject();
  }

  private static void times(JsonGenerator json, List<Telemetry.Times> all) {
    json.writeObjectPropertyStart("millis");
    all.forEach(times -> times(json, times));
    json.writeEndObject();
  }

  private static void times(JsonGenerator json, Telemetry.Times times) {
    json.writeObjectPropertyStart(times.operation());
    json.writeNumberProperty("count", times.count());
    for (int i = 0; i < PERCENTILES.size(); i++) {
      json.writeNumberProperty(PERCENTILES.get(i), rounded(times.millis().get(i)));
    }
    json.writeEndObject();
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
