package io.calotype.catalog.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A JSON object that any program may have written.
///
/// @param members texts, whole numbers, truth values, lists and maps by name
record ForeignJson(Map<?, ?> members) {
  private static final JsonFactory JSON = new JsonFactory();

  /// Parses `text`. Returns an object without members if it is not a JSON object.
  static ForeignJson read(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      return of(value(json));
    } catch (JacksonException notJson) {
      return new ForeignJson(Map.of());
    }
  }

  private static ForeignJson of(@Nullable Object value) {
    return new ForeignJson(value instanceof Map<?, ?> members ? members : Map.of());
  }

  private static @Nullable Object value(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT -> json.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser json) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      members.put(name, value(json));
    }
    return members;
  }

  private static List<@Nullable Object> array(JsonParser json) {
    List<@Nullable Object> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
      items.add(value(json));
    }
    return items;
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  /// The object `name`; one without members if it is absent.
  ForeignJson at(String name) {
    return of(members.get(name));
  }

  @Nullable String textOrNull(String name) {
    return members.get(name) instanceof String text ? text : null;
  }

  /// Errors: an [IllegalArgumentException] if it is absent.
  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return text;
  }

  /// Errors: an [IllegalArgumentException] if it is absent.
  long number(String name) {
    return Long.parseLong(text(name));
  }

  /// Errors: an [IllegalArgumentException] if it is absent.
  int count(String name) {
    return Integer.parseInt(text(name));
  }

  boolean claims(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  /// The texts of the list `name`.
  List<String> texts(String name) {
    return members.get(name) instanceof List<?> items
        ? items.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
