package io.calotype.catalog.sqlite;

import io.calotype.json.JsonOutput;
import io.calotype.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/// Attributes as a JSON object of strings.
final class AttributesJson {
  private AttributesJson() {}

  static String write(Map<String, String> attributes) {
    return JsonOutput.text(json -> JsonOutput.value(json, attributes));
  }

  /// Errors: an [IllegalArgumentException] if `text` is not an object of strings.
  static Map<String, String> read(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    JsonValue.read(text)
        .filter(json -> json.value() instanceof Map)
        .orElseThrow(() -> new IllegalArgumentException("attributes are no JSON object"))
        .members()
        .forEach((name, member) -> attributes.put(name, string(member)));
    return attributes;
  }

  private static String string(JsonValue member) {
    if (member.value() instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("an attribute is no string");
  }
}
