package io.calotype.video;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A lenient view of a JSON value: an absent member, or one of another kind, is empty.
///
/// @param value a map of texts to values, a list of values, a text, or null
record ProbeJson(@Nullable Object value) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_DEPTH = 16;

  /// Parses `bytes`; empty if they are not JSON, or nested too deep for ffprobe's output.
  static Optional<ProbeJson> read(byte[] bytes) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      json.nextToken();
      return Optional.of(new ProbeJson(value(json, 0)));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static @Nullable Object value(JsonParser json, int depth) {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json, depth + 1);
      case START_ARRAY -> array(json, depth + 1);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getString();
      case null, default -> null;
    };
  }

  private static Map<String, ProbeJson> object(JsonParser json, int depth) {
    Map<String, ProbeJson> members = new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      members.put(name, inside(json, depth));
    }
    return members;
  }

  private static List<ProbeJson> array(JsonParser json, int depth) {
    List<ProbeJson> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
      items.add(inside(json, depth));
    }
    return items;
  }

  private static ProbeJson inside(JsonParser json, int depth) {
    if (depth > MAX_DEPTH) {
      json.skipChildren();
      return new ProbeJson(null);
    }
    return new ProbeJson(value(json, depth));
  }

  /// Returns the member `name` of an object.
  ProbeJson at(String name) {
    return value instanceof Map<?, ?> members && members.get(name) instanceof ProbeJson member
        ? member
        : new ProbeJson(null);
  }

  /// Returns the items of an array.
  List<ProbeJson> items() {
    return value instanceof List<?> items
        ? items.stream().map(item -> (ProbeJson) item).toList()
        : List.of();
  }

  /// Returns a text, or a number in its original notation.
  String text() {
    return value instanceof String text ? text : "";
  }

  /// Returns a whole number from 0 to `Integer.MAX_VALUE`; 0 for anything else.
  int count() {
    try {
      return Math.max(0, Integer.parseInt(text()));
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  /// Returns a finite number that is not negative; 0 for anything else.
  double amount() {
    try {
      double number = Double.parseDouble(text());
      return Double.isFinite(number) ? Math.max(0, number) : 0;
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}
