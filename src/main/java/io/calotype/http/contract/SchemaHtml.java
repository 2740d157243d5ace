package io.calotype.http.contract;

import io.calotype.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// JSON schemas as HTML. A reference becomes a link to the schema that it names.
final class SchemaHtml {
  private static final String ID = "schema-";
  private static final List<String> LIMITS =
      List.of(
          "pattern",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "maxProperties",
          "default");

  private SchemaHtml() {}

  /// The section of the schema `name`.
  static String section(String name, JsonValue schema) {
    return """
    <section id="%s"><h3>%s</h3>
    %s
    <p class="type">%s</p>
    %s
    </section>
    """
        .formatted(
            ID + name,
            Html.code(name),
            Html.paragraphs(schema.at("description").text()),
            type(schema) + limits(schema),
            members(schema));
  }

  /// The type of `schema` in a line.
  static String type(JsonValue schema) {
    String target = schema.at("$ref").text();
    if (!target.isEmpty()) {
      String name = target.substring(target.lastIndexOf('/') + 1);
      return "<a href=\"#%s\">%s</a>".formatted(ID + name, Html.escaped(name));
    }
    List<JsonValue> choices = choices(schema);
    if (!choices.isEmpty()) {
      return choices.stream().map(SchemaHtml::type).distinct().collect(Collectors.joining(" or "));
    }
    if (!schema.at("enum").items().isEmpty()) {
      return codes(schema.at("enum").items().stream());
    }
    return schema.members().containsKey("const")
        ? codes(Stream.of(schema.at("const")))
        : named(schema);
  }

  private static List<JsonValue> choices(JsonValue schema) {
    return Stream.of("anyOf", "oneOf").flatMap(name -> schema.at(name).items().stream()).toList();
  }

  private static String codes(Stream<JsonValue> values) {
    return values.map(value -> Html.code(value.toString())).collect(Collectors.joining(" "));
  }

  private static String named(JsonValue schema) {
    JsonValue type = schema.at("type");
    String names =
        type.items().isEmpty()
            ? type.text()
            : type.items().stream().map(JsonValue::text).collect(Collectors.joining(" or "));
    String name =
        names.isEmpty() ? schema.at("allOf").items().isEmpty() ? "bytes" : "object" : names;
    return name.equals("array") ? "list of " + type(schema.at("items")) : Html.escaped(name);
  }

  /// The limits of the values of `schema`, with a space before them.
  static String limits(JsonValue schema) {
    return LIMITS.stream()
        .filter(schema.members()::containsKey)
        .map(name ->
            " <span class=\"limit\">%s %s</span>"
                .formatted(name, Html.code(schema.at(name).text())))
        .collect(Collectors.joining());
  }

  /// The members of an object; empty if `schema` names none.
  static String members(JsonValue schema) {
    Stream<JsonValue> parts =
        Stream.of(
                Stream.of(schema),
                schema.at("allOf").items().stream(),
                choices(schema).stream(),
                Stream.of(schema.at("items")))
            .flatMap(all -> all);
    return parts.map(SchemaHtml::own).collect(Collectors.joining());
  }

  private static String own(JsonValue schema) {
    List<String> required = schema.at("required").items().stream().map(JsonValue::text).toList();
    String rows =
        schema.at("properties").members().entrySet().stream()
            .map(member -> row(member, required.contains(member.getKey())))
            .collect(Collectors.joining("\n"));
    return rows.isEmpty() ? "" : "<div class=\"rows\">" + rows + "</div>";
  }

  private static String row(Map.Entry<String, JsonValue> member, boolean required) {
    JsonValue schema = member.getValue();
    return row(
        Html.code(member.getKey()) + (required ? " <em>always</em>" : ""),
        type(schema) + limits(schema),
        Html.inline(schema.at("description").text()) + members(schema));
  }

  /// A row: the name, the type and the text of a value, which are HTML.
  static String row(String name, String type, String text) {
    return "<div class=\"row\"><div>%s</div><div class=\"type\">%s</div><div>%s</div></div>"
        .formatted(name, type, text);
  }
}
