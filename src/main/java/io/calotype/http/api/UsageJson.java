package io.calotype.http.api;

import io.calotype.json.JsonOutput;
import io.calotype.maintenance.Usage;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.core.JsonGenerator;

/// The number and size of originals and renditions, as JSON.
final class UsageJson {
  private UsageJson() {}

  static void write(JsonGenerator json, Usage usage) {
    json.writeStartObject();
    json.writeStringProperty("takenAt", usage.taken().truncatedTo(ChronoUnit.MILLIS).toString());
    json.writeNumberProperty("millis", usage.took().toMillis());
    json.writeObjectPropertyStart("renditions");
    amount(json, usage.all());
    json.writeNumberProperty("averageBytes", usage.all().average());
    json.writeArrayPropertyStart("byPresetAndFormat");
    usage.renditions().forEach((kind, amount) -> kind(json, kind, amount));
    json.writeEndArray();
    amounts(json, "byPreset", usage.by(Usage.Kind::preset));
    amounts(json, "byFormat", usage.by(Usage.Kind::format));
    json.writeObjectPropertyStart("byAge");
    for (Usage.Age age : Usage.Age.values()) {
      named(json, JsonOutput.word(age), usage.ages().getOrDefault(age, Usage.Amount.NONE));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeObjectPropertyStart("originals");
    for (Usage.Source source : Usage.Source.values()) {
      named(
          json, JsonOutput.word(source), usage.originals().getOrDefault(source, Usage.Amount.NONE));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void kind(JsonGenerator json, Usage.Kind kind, Usage.Amount amount) {
    json.writeStartObject();
    json.writeStringProperty("preset", kind.preset());
    json.writeStringProperty("format", kind.format());
    amount(json, amount);
    json.writeEndObject();
  }

  private static void amounts(
      JsonGenerator json, String name, SortedMap<String, Usage.Amount> amounts) {
    json.writeObjectPropertyStart(name);
    for (Map.Entry<String, Usage.Amount> entry : amounts.entrySet()) {
      named(json, entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void named(JsonGenerator json, String name, Usage.Amount amount) {
    json.writeObjectPropertyStart(name);
    amount(json, amount);
    json.writeEndObject();
  }

  private static void amount(JsonGenerator json, Usage.Amount amount) {
    json.writeNumberProperty("count", amount.count());
    json.writeNumberProperty("bytes", amount.bytes());
  }
}
