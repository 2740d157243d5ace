package io.calotype.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The members of a JSON object.
///
/// Errors of all accessors: [UnexpectedAnswerException] if the member is absent or of another type.
record Members(Map<String, Object> values) {
  /// Reads a JSON object as UTF-8.
  static Members read(byte[] json) {
    try {
      return of(JsonReader.read(new String(json, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException noJson) {
      throw new UnexpectedAnswerException("the answer is not JSON", noJson);
    }
  }

  /// The members of a value, which must be an object.
  @SuppressWarnings("unchecked") // all maps of the reader have strings as keys
  static Members of(Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Members((Map<String, Object>) map);
    }
    throw new UnexpectedAnswerException("the answer lacks a JSON object", null);
  }

  /// Whether the member is present, and not null.
  boolean has(String name) {
    return values.get(name) != null;
  }

  /// All members but one.
  Map<String, Object> without(String name) {
    Map<String, Object> others = new LinkedHashMap<>(values);
    others.remove(name);
    return others;
  }

  /// A string.
  String text(String name) {
    return required(name, String.class);
  }

  /// A string, or null if the member is absent.
  String textOrNull(String name) {
    return has(name) ? text(name) : null;
  }

  /// An integer.
  long number(String name) {
    return required(name, Number.class).longValue();
  }

  /// An object.
  Members object(String name) {
    return of(values.get(name));
  }

  /// The objects of a list.
  List<Members> objects(String name) {
    List<Members> objects = new ArrayList<>();
    for (Object item : required(name, List.class)) {
      objects.add(of(item));
    }
    return objects;
  }

  /// The strings of a list; none if it is absent.
  List<String> list(String name) {
    List<String> texts = new ArrayList<>();
    for (Object item : has(name) ? required(name, List.class) : List.of()) {
      texts.add(as(name, item, String.class));
    }
    return texts;
  }

  /// The strings of an object by their names; none if it is absent.
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (has(name)) {
      object(name).values.forEach((key, value) -> texts.put(key, as(key, value, String.class)));
    }
    return texts;
  }

  private <T> T required(String name, Class<T> type) {
    return as(name, values.get(name), type);
  }

  private static <T> T as(String name, Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new UnexpectedAnswerException("the answer has no valid \"" + name + "\"", null);
    }
    return type.cast(value);
  }
}
