package io.calotype.http.statistics;

import io.calotype.json.JsonOutput;
import io.calotype.json.JsonValue;
import io.calotype.maintenance.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// The number and size of originals and renditions, as JSON.
public final class UsageJson {
  private UsageJson() {}

  /// Writes `usage` as an object.
  static void write(JsonGenerator json, Usage usage) {
    json.writeStartObject();
    members(json, usage);
    json.writeEndObject();
  }

  /// Writes the members of that object.
  public static void members(JsonGenerator json, Usage usage) {
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
  }

  /// Parses what [#write] has written. Names that this version does not know are left out.
  static Usage read(JsonValue json) {
    JsonValue renditions = json.at("renditions");
    SortedMap<Usage.Kind, Usage.Amount> kinds = new TreeMap<>();
    for (JsonValue kind : renditions.at("byPresetAndFormat").items()) {
      kinds.put(new Usage.Kind(kind.at("preset").text(), kind.at("format").text()), amount(kind));
    }
    return new Usage(
        Instant.parse(json.at("takenAt").text()),
        Duration.ofMillis(json.at("millis").count()),
        kinds,
        amounts(Usage.Age.values(), renditions.at("byAge")),
        amounts(Usage.Source.values(), json.at("originals")));
  }

  private static <E extends Enum<E>> SortedMap<E, Usage.Amount> amounts(E[] names, JsonValue json) {
    SortedMap<E, Usage.Amount> amounts = new TreeMap<>();
    for (E name : names) {
      amounts.put(name, amount(json.at(JsonOutput.word(name))));
    }
    return amounts;
  }

  private static Usage.Amount amount(JsonValue json) {
    return new Usage.Amount(json.at("count").count(), json.at("bytes").count());
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
