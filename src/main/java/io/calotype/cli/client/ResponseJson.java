package io.calotype.cli.client;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A JSON value without a fixed schema. A member that is absent or of another type reads as empty.
/// Parsing and writing change nothing but white space.
///
/// @param value a map of names to values, a list of values, a string, a number, a boolean, or null
public record ResponseJson(@Nullable Object value) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ResponseJson NULL = new ResponseJson(null);

  /// Parses `text`; empty if it is not JSON.
  public static Optional<ResponseJson> read(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      return json.nextToken() == null ? Optional.empty() : Optional.of(value(json));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /// Creates an object with these members, in their order: strings, numbers, booleans, and lists of
  /// them.
  public static ResponseJson object(Map<String, ?> members) {
    Map<String, ResponseJson> object = new LinkedHashMap<>();
    members.forEach((name, member) -> object.put(name, of(member)));
    return new ResponseJson(object);
  }

  private static ResponseJson of(Object value) {
    return switch (value) {
      case ResponseJson json -> json;
      case List<?> items ->
          new ResponseJson(items.stream().map(item -> of((Object) item)).toList());
      default -> new ResponseJson(value);
    };
  }

  private static ResponseJson value(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> new ResponseJson(json.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new ResponseJson(json.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> new ResponseJson(json.getBooleanValue());
      case null, default -> NULL;
    };
  }

  private static ResponseJson object(JsonParser json) {
    Map<String, ResponseJson> members = new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      members.put(name, value(json));
    }
    return new ResponseJson(members);
  }

  private static ResponseJson array(JsonParser json) {
    List<ResponseJson> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
      items.add(value(json));
    }
    return new ResponseJson(items);
  }

  /// The member `name` of an object.
  public ResponseJson at(String name) {
    return members().getOrDefault(name, NULL);
  }

  /// The members of an object, in their order.
  public Map<String, ResponseJson> members() {
    Map<String, ResponseJson> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> object) {
      object.forEach((name, member) -> members.put((String) name, (ResponseJson) member));
    }
    return members;
  }

  /// The items of an array.
  public List<ResponseJson> items() {
    return value instanceof List<?> items
        ? items.stream().map(item -> (ResponseJson) item).toList()
        : List.of();
  }

  /// Whether it is an object or an array.
  boolean nested() {
    return value instanceof Map || value instanceof List;
  }

  /// A string, a number or a boolean as text; empty for other values.
  public String text() {
    return switch (value) {
      case BigDecimal number -> number.toPlainString();
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
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json);
    }
    return text.toString();
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
