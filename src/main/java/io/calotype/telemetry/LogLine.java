package io.calotype.telemetry;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Formats one log record in the format that the operator selects.
///
/// @param level `error`, `warn`, `info` or `debug`
/// @param members its pairs; the names are Calotype's own and plain, the values are arbitrary
/// @param thrown the exception whose stack is appended; null for none
public record LogLine(
    Instant time, String level, SequencedMap<String, Object> members, @Nullable Throwable thrown) {

  /// The name of the node that writes the line, as the first of its pairs.
  public static final String NODE = "node";

  /// Always three digits, so that lines have equal width and sort as text.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /// Escapes all characters beyond ASCII: the output then does not depend on the locale.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /// `time=… level=… event=…` as `key=value` pairs, a stack indented in lines of its own below.
  public String logfmt() {
    StringBuilder line = new StringBuilder();
    line.append("time=").append(TIME.format(time)).append(" level=").append(level);
    members.forEach((name, value) ->
        line.append(' ').append(name).append('=').append(quoted(String.valueOf(value))));
    line.append('\n');
    return thrown == null ? line.toString() : line + stack(thrown).indent(2);
  }

  /// An object in one line, numbers as numbers, a stack as its member `stack`.
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("time", TIME.format(time));
      json.writeStringProperty("level", level);
      members.forEach((name, value) -> member(json, name, value));
      if (thrown != null) {
        json.writeStringProperty("stack", stack(thrown));
      }
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void member(JsonGenerator json, String name, Object value) {
    json.writeName(name);
    switch (value) {
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number when Double.isFinite(number) -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      default -> json.writeString(String.valueOf(value));
    }
  }

  private static String stack(Throwable thrown) {
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    return stack.toString();
  }

  private static String quoted(String value) {
    boolean plain =
        !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && c < 127);
    if (plain) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    value.chars().forEach(c -> append(quoted, (char) c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '"', '\\' -> quoted.append('\\').append(c);
      case '\n' -> quoted.append("\\n");
      default -> quoted.append(Character.isISOControl(c) ? ' ' : c);
    }
  }
}
