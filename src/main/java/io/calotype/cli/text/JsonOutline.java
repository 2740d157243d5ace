package io.calotype.cli.text;

import io.calotype.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Formats any JSON as two columns, names and values. Nested members are indented below their name.
public final class JsonOutline {
  private static final String INDENT = "  ";

  private final List<Map.Entry<String, String>> lines = new ArrayList<>();

  private JsonOutline() {}

  /// Formats `json` as lines.
  public static List<String> of(JsonValue json) {
    JsonOutline outline = new JsonOutline();
    outline.members(json, "");
    int width = outline.lines.stream().mapToInt(line -> line.getKey().length()).max().orElse(0);
    return outline.lines.stream()
        .map(line ->
            line.getKey() + " ".repeat(width - line.getKey().length()) + "  " + line.getValue())
        .map(String::stripTrailing)
        .toList();
  }

  private void members(JsonValue json, String indent) {
    json.members()
        .forEach((name, member) -> member(indent + TextFormat.line(name), name, member, indent));
    List<JsonValue> items = json.items();
    for (int i = 0; i < items.size(); i++) {
      member(indent + (i + 1), "", items.get(i), indent);
    }
    if (!json.nested()) {
      lines.add(Map.entry(indent, value("", json)));
    }
  }

  private void member(String label, String name, JsonValue json, String indent) {
    boolean flat = json.items().stream().noneMatch(JsonValue::nested);
    if (json.nested() && !(flat && !json.items().isEmpty())) {
      lines.add(Map.entry(label, ""));
      members(json, indent + INDENT);
    } else {
      lines.add(Map.entry(label, value(name, json)));
    }
  }

  private static String value(String name, JsonValue json) {
    if (json.nested()) {
      return json.items().stream().map(item -> value(name, item)).collect(Collectors.joining(", "));
    }
    String text = json.value() == null ? "-" : TextFormat.line(json.text());
    return name.toLowerCase(Locale.ROOT).endsWith("bytes") && json.count() >= 1000
        ? text + " (" + TextFormat.bytes(json.count()) + ")"
        : text;
  }
}
