package io.calotype.http.statistics;

import io.calotype.json.JsonValue;
import io.calotype.store.HitMeters;
import tools.jackson.core.JsonGenerator;

/// Requests for renditions since the start, by the cache that answered, and problem responses to
/// any request.
record RequestFigures(long memoryHits, long diskHits, long sharedHits, long misses, long problems) {
  static RequestFigures of(HitMeters hits, long problems) {
    return new RequestFigures(
        hits.memoryHits(), hits.diskHits(), hits.sharedHits(), hits.misses(), problems);
  }

  static RequestFigures read(JsonValue json) {
    return new RequestFigures(
        json.at("memoryHits").count(),
        json.at("diskHits").count(),
        json.at("sharedHits").count(),
        json.at("misses").count(),
        json.at("problems").count());
  }

  RequestFigures plus(RequestFigures other) {
    return new RequestFigures(
        memoryHits + other.memoryHits,
        diskHits + other.diskHits,
        sharedHits + other.sharedHits,
        misses + other.misses,
        problems + other.problems);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("memoryHits", memoryHits);
    json.writeNumberProperty("diskHits", diskHits);
    json.writeNumberProperty("sharedHits", sharedHits);
    json.writeNumberProperty("misses", misses);
    json.writeNumberProperty("hitRate", share(memoryHits + diskHits + sharedHits));
    json.writeNumberProperty("memoryHitRate", share(memoryHits));
    json.writeNumberProperty("diskHitRate", share(diskHits));
    json.writeNumberProperty("sharedHitRate", share(sharedHits));
    json.writeNumberProperty("missRate", share(misses));
    json.writeNumberProperty("problems", problems);
    json.writeEndObject();
  }

  private double share(long part) {
    long all = memoryHits + diskHits + sharedHits + misses;
    return all == 0 ? 0 : CallTimes.rounded((double) part / all);
  }
}
