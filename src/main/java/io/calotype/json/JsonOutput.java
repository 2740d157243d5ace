package io.calotype.json;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes JSON.
public final class JsonOutput {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonOutput() {}

  /// The JSON that `content` writes, as UTF-8.
  public static byte[] bytes(Consumer<JsonGenerator> content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      content.accept(json);
    }
    return bytes.toByteArray();
  }

  /// The JSON that `content` writes, as text.
  public static String text(Consumer<JsonGenerator> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = generator(text)) {
      content.accept(json);
    }
    return text.toString();
  }

  /// A generator into `text`. The caller closes it.
  public static JsonGenerator generator(Writer text) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), text);
  }

  /// Writes numbers and booleans unchanged, a map as an object, a list as an array, and any other
  /// value as a string.
  public static void property(JsonGenerator json, String name, Object value) {
    json.writeName(name);
    value(json, value);
  }

  /// The JSON text of an enum constant, in lower case.
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// Writes a value by the rules of [#property].
  public static void value(JsonGenerator json, Object value) {
    switch (value) {
      case Double number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.longValue());
      case Boolean truth -> json.writeBoolean(truth);
      case Map<?, ?> object -> {
        json.writeStartObject();
        object.forEach((name, member) -> property(json, name.toString(), member));
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(member -> value(json, member));
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }
}
