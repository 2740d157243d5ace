package io.calotype.http.contract;

import io.calotype.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One operation of the API as HTML.
///
/// @param api the whole document
/// @param method in capital letters
/// @param path the template of the path
/// @param common the parameters of all operations of the path
/// @param operation the operation
record OperationHtml(
    ApiContent api, String method, String path, List<JsonValue> common, JsonValue operation) {
  private static final String PROBLEM = "application/problem+json";

  /// The name of the operation.
  String id() {
    return operation.at("operationId").text();
  }

  /// A link to the section.
  String link() {
    return "<a href=\"#%s\">%s <span>%s</span></a>"
        .formatted(id(), badge(), Html.escaped(operation.at("summary").text()));
  }

  private String badge() {
    return "<b class=\"method\">%s</b>".formatted(method);
  }

  /// The section of the operation.
  String section() {
    return """
    <section id="%s"><h3>%s</h3>
    <p class="path">%s %s</p>
    %s
    <p class="access">%s</p>
    %s
    %s
    <h4>Answers</h4>
    <div class="rows">%s</div>
    </section>
    """
        .formatted(
            id(),
            Html.escaped(operation.at("summary").text()),
            badge(),
            Html.code(path),
            Html.paragraphs(operation.at("description").text()),
            access(),
            parameters(),
            body(),
            answers());
  }

  private String access() {
    JsonValue security =
        operation.members().getOrDefault("security", api.document().at("security"));
    List<String> schemes =
        security.items().stream().flatMap(one -> one.members().keySet().stream()).toList();
    boolean open = schemes.size() < security.items().size();
    String names =
        schemes.stream()
            .map(scheme -> Objects.requireNonNull(SCHEMES.get(scheme), scheme))
            .collect(Collectors.joining(", "));
    if (schemes.isEmpty()) {
      return "Open to everyone.";
    }
    return (open ? "Open to everyone for public media; otherwise: " : "Credentials: ")
        + names
        + ".";
  }

  private static final Map<String, String> SCHEMES =
      Map.of(
          "bearer", "an API key or a JWT",
          "ticket", "a ticket",
          "signature", "a signed URL",
          "token", "the token of the media");

  private String parameters() {
    String rows =
        Stream.concat(common.stream(), operation.at("parameters").items().stream())
            .map(api::resolved)
            .map(OperationHtml::parameter)
            .collect(Collectors.joining("\n"));
    return rows.isEmpty() ? "" : "<h4>Parameters</h4><div class=\"rows\">" + rows + "</div>";
  }

  private static String parameter(JsonValue parameter) {
    JsonValue schema = parameter.at("schema");
    String required = parameter.at("required").text().equals("true") ? " <em>required</em>" : "";
    return SchemaHtml.row(
        Html.code(parameter.at("name").text()) + required,
        Html.escaped(parameter.at("in").text())
            + ": "
            + SchemaHtml.type(schema)
            + SchemaHtml.limits(schema),
        Html.inline(parameter.at("description").text()) + example(parameter));
  }

  private static String example(JsonValue parameter) {
    JsonValue example = parameter.at("example");
    return example.value() == null
        ? ""
        : " Example: " + Html.code(example.nested() ? example.toString() : example.text());
  }

  private String body() {
    JsonValue body = operation.at("requestBody");
    return body.nested() ? "<h4>Body</h4>" + content(body.at("content")) : "";
  }

  private String answers() {
    return operation.at("responses").members().entrySet().stream()
        .map(answer -> answer(answer.getKey(), api.resolved(answer.getValue())))
        .collect(Collectors.joining("\n"));
  }

  private String answer(String status, JsonValue answer) {
    JsonValue content = answer.at("content");
    String more =
        content.members().containsKey(PROBLEM)
            ? problems(content.at(PROBLEM))
            : headers(answer) + content(content);
    return SchemaHtml.row(
        "<span class=\"status\">%s</span>".formatted(status),
        Html.inline(answer.at("description").text()),
        more);
  }

  private static String problems(JsonValue content) {
    return content.at("examples").members().keySet().stream()
        .map(slug -> "<a href=\"problems/%1$s\"><code>%1$s</code></a>".formatted(slug))
        .collect(Collectors.joining(" "));
  }

  private static String headers(JsonValue answer) {
    return answer.at("headers").members().keySet().stream()
        .map(Html::code)
        .collect(Collectors.joining(" "));
  }

  private String content(JsonValue content) {
    return content.members().entrySet().stream()
        .map(type -> form(type.getKey(), type.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private String form(String mediaType, JsonValue form) {
    String examples =
        form.at("examples").members().values().stream()
            .map(api::resolved)
            .map(example -> PrettyJson.of(example.at("value")))
            .map(example -> "<pre tabindex=\"0\">" + Html.escaped(example) + "</pre>")
            .collect(Collectors.joining("\n"));
    String title =
        Html.element("p", Html.code(mediaType) + ": " + SchemaHtml.type(form.at("schema")));
    return examples.isEmpty()
        ? title
        : title + "<details><summary>Examples</summary>%s</details>".formatted(examples);
  }
}
