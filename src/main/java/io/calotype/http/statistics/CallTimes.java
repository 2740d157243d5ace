package io.calotype.http.statistics;

import io.calotype.json.JsonValue;
import io.calotype.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/// The durations of several kinds of operations, sorted by kind.
///
/// @param all of each kind: the number since the start, and the percentiles 50, 95 and 99 of the
///   last hour in milliseconds
record CallTimes(List<Telemetry.Times> all) {
  private static final List<String> PERCENTILES = List.of("p50", "p95", "p99");

  static CallTimes read(JsonValue json) {
    List<Telemetry.Times> all = new ArrayList<>();
    json.members()
        .forEach((kind, times) ->
            all.add(
                new Telemetry.Times(
                    kind,
                    times.at("count").count(),
                    PERCENTILES.stream().map(name -> decimal(times.at(name))).toList())));
    return new CallTimes(all);
  }

  private static double decimal(JsonValue number) {
    return number.value() instanceof Number value ? value.doubleValue() : 0;
  }

  /// Adds the counts. The percentile of a sum cannot be known from percentiles: it is at most the
  /// greater of both, which is the result.
  CallTimes plus(CallTimes other) {
    Map<String, Telemetry.Times> sums = new TreeMap<>();
    all.forEach(times -> sums.put(times.operation(), times));
    other.all.forEach(times -> sums.merge(times.operation(), times, CallTimes::sum));
    return new CallTimes(List.copyOf(sums.values()));
  }

  private static Telemetry.Times sum(Telemetry.Times one, Telemetry.Times other) {
    return new Telemetry.Times(
        one.operation(),
        one.count() + other.count(),
        IntStream.range(0, PERCENTILES.size())
            .mapToObj(i -> Math.max(one.millis().get(i), other.millis().get(i)))
            .toList());
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    all.forEach(times -> write(json, times));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Telemetry.Times times) {
    json.writeObjectPropertyStart(times.operation());
    json.writeNumberProperty("count", times.count());
    for (int i = 0; i < PERCENTILES.size(); i++) {
      json.writeNumberProperty(PERCENTILES.get(i), rounded(times.millis().get(i)));
    }
    json.writeEndObject();
  }

  /// Rounds to three decimals.
  static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
