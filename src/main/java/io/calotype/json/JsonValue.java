package io.calotype.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A JSON value without a fixed schema. A member that is absent or of another type reads as empty.
/// Parsing and writing change nothing but white space.
///
/// @param value a map of names to values, a list of values, a string, a number, a boolean, or null
public record JsonValue(@Nullable Object value) {
  /// Numbers with a larger exponent have an own text, not one of that length.
  private static final int MAX_SCALE = 400;

  private static final JsonValue NULL = new JsonValue(null);

  /// Parses `text`; empty if it is not JSON.
  public static Optional<JsonValue> read(String text) {
    return read(() -> JsonInput.parser(text));
  }

  /// Parses UTF-8; empty if it is not JSON.
  public static Optional<JsonValue> read(byte[] text) {
    return read(() -> JsonInput.parser(text));
  }

  private static Optional<JsonValue> read(Supplier<JsonParser> input) {
    try (JsonParser parser = input.get()) {
      return parser.nextToken() == null ? Optional.empty() : Optional.of(value(parser));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /// The value of an absent member.
  public static JsonValue absent() {
    return NULL;
  }

  /// Creates an object with these members, in their order: strings, numbers, booleans, and lists of
  /// them.
  public static JsonValue object(Map<String, ?> members) {
    Map<String, JsonValue> object = new LinkedHashMap<>();
    members.forEach((name, member) -> object.put(name, of(member)));
    return new JsonValue(object);
  }

  private static JsonValue of(Object value) {
    return switch (value) {
      case JsonValue json -> json;
      case List<?> items -> new JsonValue(items.stream().map(item -> of((Object) item)).toList());
      default -> new JsonValue(value);
    };
  }

  private static JsonValue value(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> new JsonValue(json.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue(json.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> new JsonValue(json.getBooleanValue());
      case null, default -> NULL;
    };
  }

  private static JsonValue object(JsonParser json) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      members.put(name, value(json));
    }
    return new JsonValue(members);
  }

  private static JsonValue array(JsonParser json) {
    List<JsonValue> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
      items.add(value(json));
    }
    return new JsonValue(items);
  }

  /// The member `name` of an object.
  public JsonValue at(String name) {
    return value instanceof Map<?, ?> object && object.get(name) instanceof JsonValue member
        ? member
        : NULL;
  }

  /// The members of an object, in their order.
  public Map<String, JsonValue> members() {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> object) {
      object.forEach((name, member) -> members.put((String) name, (JsonValue) member));
    }
    return members;
  }

  /// The items of an array.
  public List<JsonValue> items() {
    return value instanceof List<?> items
        ? items.stream().map(item -> (JsonValue) item).toList()
        : List.of();
  }

  /// Whether it is an object or an array.
  public boolean nested() {
    return value instanceof Map || value instanceof List;
  }

  /// A string, a number or a boolean as text; empty for other values.
  public String text() {
    return switch (value) {
      case BigDecimal number when Math.abs((long) number.scale()) <= MAX_SCALE ->
          number.toPlainString();
      case null -> "";
      default -> nested() ? "" : value.toString();
    };
  }

  /// A number, without its fraction; 0 for other values and for numbers beyond the range of a
  /// `long`.
  public long count() {
    return value instanceof BigDecimal number && number.precision() - number.scale() < 19
        ? number.longValue()
        : 0;
  }

  /// Writes the value as JSON, in one line.
  @Override
  public String toString() {
    return JsonOutput.text(this::write);
  }

  private void write(JsonGenerator json) {
    switch (value) {
      case Map<?, ?> object -> {
        json.writeStartObject();
        members()
            .forEach((name, member) -> {
              json.writeName(name);
              member.write(json);
            });
        json.writeEndObject();
      }
      case List<?> array -> {
        json.writeStartArray();
        items().forEach(item -> item.write(json));
        json.writeEndArray();
      }
      case BigDecimal number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.longValue());
      case Boolean truth -> json.writeBoolean(truth);
      case null -> json.writeNull();
      default -> json.writeString(value.toString());
    }
  }
}
