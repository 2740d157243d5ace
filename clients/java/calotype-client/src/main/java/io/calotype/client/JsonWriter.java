package io.calotype.client;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes maps, collections, strings, numbers, booleans and null as JSON of ASCII characters.
final class JsonWriter {
  private JsonWriter() {}

  /// Writes one value.
  static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(member -> quoted(String.valueOf(member.getKey())) + ":" + write(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(JsonWriter::write).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof CharSequence text ? quoted(text) : String.valueOf(value);
  }

  private static String quoted(CharSequence text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next < ' ' || next > '~') {
        quoted.append(String.format("\\u%04x", (int) next));
      } else {
        quoted.append(next == '"' || next == '\\' ? "\\" : "").append(next);
      }
    }
    return quoted.append('"').toString();
  }
}
