package io.calotype.http.statistics;

import io.calotype.imaging.RenderMeters;
import io.calotype.json.JsonValue;
import tools.jackson.core.JsonGenerator;

/// Render jobs, and the renderers that do them.
///
/// @param waiting the jobs that wait now
/// @param memoryBytes the memory that running jobs have reserved
/// @param lost the renderers lost since the start
/// @param failures the failed jobs since the start
/// @param times by output
record RenderFigures(long waiting, long memoryBytes, long lost, long failures, CallTimes times) {
  static RenderFigures of(RenderMeters meters) {
    return new RenderFigures(
        meters.waiting(),
        meters.memoryBytes(),
        meters.lost(),
        meters.failures(),
        new CallTimes(meters.times()));
  }

  static RenderFigures read(JsonValue json) {
    return new RenderFigures(
        json.at("waiting").count(),
        json.at("memoryBytes").count(),
        json.at("renderersLost").count(),
        json.at("failures").count(),
        CallTimes.read(json.at("millis")));
  }

  RenderFigures plus(RenderFigures other) {
    return new RenderFigures(
        waiting + other.waiting,
        memoryBytes + other.memoryBytes,
        lost + other.lost,
        failures + other.failures,
        times.plus(other.times));
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("waiting", waiting);
    json.writeNumberProperty("memoryBytes", memoryBytes);
    json.writeNumberProperty("renderersLost", lost);
    json.writeNumberProperty("failures", failures);
    json.writeName("millis");
    times.write(json);
    json.writeEndObject();
  }
}
