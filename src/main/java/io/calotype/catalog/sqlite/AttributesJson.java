package io.calotype.catalog.sqlite;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Attributes as a JSON object of strings.
final class AttributesJson {
  private static final JsonFactory JSON = new JsonFactory();

  private AttributesJson() {}

  static String write(Map<String, String> attributes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      attributes.forEach(json::writeStringProperty);
      json.writeEndObject();
    }
    return text.toString();
  }

  static Map<String, String> read(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("attributes are no JSON object");
      }
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        String value = json.nextStringValue();
        if (value == null) {
          throw new IllegalArgumentException("an attribute is no string");
        }
        attributes.put(name, value);
      }
    }
    return attributes;
  }
}
