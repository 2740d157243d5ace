package io.calotype.http.statistics;

import io.calotype.json.JsonValue;
import io.calotype.maintenance.usage.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The figures of one node, or the sums of several.
///
/// @param requests requests for renditions
/// @param cache the rendition caches
/// @param renders render jobs
/// @param catalog calls of the store of records
/// @param usage the last measurement of stored files; null before the first
record NodeFigures(
    RequestFigures requests,
    CacheFigures cache,
    RenderFigures renders,
    CallTimes catalog,
    @Nullable Usage usage) {
  static NodeFigures read(JsonValue json) {
    JsonValue usage = json.at("usage");
    return new NodeFigures(
        RequestFigures.read(json.at("requests")),
        CacheFigures.read(json.at("cache")),
        RenderFigures.read(json.at("renders")),
        CallTimes.read(json.at("catalog").at("millis")),
        usage.nested() ? UsageJson.read(usage) : null);
  }

  NodeFigures plus(NodeFigures other) {
    return new NodeFigures(
        requests.plus(other.requests),
        cache.plus(other.cache),
        renders.plus(other.renders),
        catalog.plus(other.catalog),
        sum(usage, other.usage));
  }

  private static @Nullable Usage sum(@Nullable Usage one, @Nullable Usage other) {
    return one == null || other == null ? (one == null ? other : one) : one.plus(other);
  }

  /// Writes the members of an object that the caller has begun.
  void write(JsonGenerator json) {
    json.writeName("requests");
    requests.write(json);
    json.writeName("cache");
    cache.write(json);
    json.writeName("renders");
    renders.write(json);
    json.writeObjectPropertyStart("catalog");
    json.writeName("millis");
    catalog.write(json);
    json.writeEndObject();
    json.writeName("usage");
    if (usage == null) {
      json.writeNull();
    } else {
      UsageJson.write(json, usage);
    }
  }
}
