package io.calotype.http.api;

import io.calotype.maintenance.Usage;
import io.calotype.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The answer of `GET /api/stats`.
final class StatsJson {
  private static final List<String> PERCENTILES = List.of("p50", "p95", "p99");

  private StatsJson() {}

  /// Writes the answer.
  ///
  /// @param usage the last measurement; null before the first
  static void write(JsonGenerator json, Telemetry telemetry, @Nullable Usage usage) {
    json.writeStartObject();
    requests(json, telemetry);
    caches(json, telemetry);
    renders(json, telemetry);
    json.writeObjectPropertyStart("catalog");
    times(json, telemetry.catalogCalls());
    json.writeEndObject();
    json.writeName("usage");
    if (usage == null) {
      json.writeNull();
    } else {
      UsageJson.write(json, usage);
    }
    json.writeEndObject();
  }

  private static void requests(JsonGenerator json, Telemetry telemetry) {
    double memory = telemetry.sum("calotype_cache_hits", "tier", "memory");
    double disk = telemetry.sum("calotype_cache_hits", "tier", "disk");
    double misses = telemetry.sum("calotype_cache_misses");
    double all = memory + disk + misses;
    json.writeObjectPropertyStart("requests");
    json.writeNumberProperty("memoryHits", (long) memory);
    json.writeNumberProperty("diskHits", (long) disk);
    json.writeNumberProperty("misses", (long) misses);
    json.writeNumberProperty("hitRate", share(memory + disk, all));
    json.writeNumberProperty("memoryHitRate", share(memory, all));
    json.writeNumberProperty("diskHitRate", share(disk, all));
    json.writeNumberProperty("missRate", share(misses, all));
    json.writeNumberProperty("problems", (long) telemetry.sum("calotype_problems"));
    json.writeEndObject();
  }

  private static double share(double part, double all) {
    return all == 0 ? 0 : rounded(part / all);
  }

  private static void caches(JsonGenerator json, Telemetry telemetry) {
    double entries = telemetry.sum("calotype_cache_disk_entries");
    double bytes = telemetry.sum("calotype_cache_disk_bytes");
    json.writeObjectPropertyStart("cache");
    json.writeNumberProperty("diskEntries", (long) entries);
    json.writeNumberProperty("diskBytes", (long) bytes);
    json.writeNumberProperty("averageBytes", entries == 0 ? 0 : (long) (bytes / entries));
    json.writeNumberProperty("memoryBytes", (long) telemetry.sum("calotype_cache_memory_bytes"));
    json.writeNumberProperty("evictions", (long) telemetry.sum("calotype_cache_evictions"));
    json.writeNumberProperty("evictedBytes", (long) telemetry.sum("calotype_cache_evicted_bytes"));
    json.writeNumberProperty("repairs", (long) telemetry.sum("calotype_cache_damaged"));
    json.writeNumberProperty("faults", (long) telemetry.sum("calotype_cache_faults"));
    json.writeEndObject();
  }

  private static void renders(JsonGenerator json, Telemetry telemetry) {
    json.writeObjectPropertyStart("renders");
    json.writeNumberProperty("waiting", (long) telemetry.sum("calotype_render_queue"));
    json.writeNumberProperty("memoryBytes", (long) telemetry.sum("calotype_render_memory_bytes"));
    json.writeNumberProperty("renderersLost", (long) telemetry.sum("calotype_renderers_lost"));
    json.writeNumberProperty("failures", (long) telemetry.sum("calotype_render_failures"));
    times(json, telemetry.renders());
    json.writeEndObject();
  }

  private static void times(JsonGenerator json, List<Telemetry.Times> all) {
    json.writeObjectPropertyStart("millis");
    all.forEach(times -> times(json, times));
    json.writeEndObject();
  }

  private static void times(JsonGenerator json, Telemetry.Times times) {
    json.writeObjectPropertyStart(times.what());
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
