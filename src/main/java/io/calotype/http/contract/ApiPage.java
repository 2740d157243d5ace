package io.calotype.http.contract;

import io.calotype.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The description of the API as a page, without scripts: contents, operations by tag, and schemas.
///
/// @param api the description
record ApiPage(ApiDocument api) {
  private static final String TAG = "tag-";

  /// The page. Blocks.
  StaticDocument document() {
    ApiContent content = new ApiContent(api.value());
    JsonValue info = content.document().at("info");
    List<OperationHtml> operations = content.operations().toList();
    List<JsonValue> tags = content.document().at("tags").items();
    String body =
        """
        <div class="api">
        <nav aria-label="Contents"><p><a href="./">Gallery</a></p><p><a href="#top">%s</a></p>
        %s
        <p><a href="#schemas">Schemas</a></p></nav>
        <main id="top">
        <h1>%s <small>%s</small></h1>
        %s
        <p>This description: <a href="openapi.yaml">openapi.yaml</a>, <a href="openapi.json">openapi.json</a></p>
        %s
        <h2 id="schemas">Schemas</h2>
        %s
        </main></div>
        """
            .formatted(
                Html.escaped(info.at("title").text()),
                all(tags, tag -> contents(tag, operations)),
                Html.escaped(info.at("title").text()),
                Html.escaped(info.at("version").text()),
                Html.paragraphs(info.at("description").text()),
                all(tags, tag -> sections(tag, operations)),
                schemas(content.document()));
    return PageFrame.document("Calotype API", body);
  }

  private static String all(List<JsonValue> tags, Function<JsonValue, String> html) {
    return tags.stream().map(html).collect(Collectors.joining("\n"));
  }

  private static String contents(JsonValue tag, List<OperationHtml> operations) {
    String links =
        of(tag, operations)
            .map(OperationHtml::link)
            .map(link -> Html.element("li", link))
            .collect(Collectors.joining("\n"));
    String name = tag.at("name").text();
    return "<p><a href=\"#%s\">%s</a></p><ul>%s</ul>"
        .formatted(anchor(name), Html.escaped(name), links);
  }

  private static String sections(JsonValue tag, List<OperationHtml> operations) {
    String name = tag.at("name").text();
    return "<h2 id=\"%s\">%s</h2>%s%s"
        .formatted(
            anchor(name),
            Html.escaped(name),
            Html.paragraphs(tag.at("description").text()),
            of(tag, operations).map(OperationHtml::section).collect(Collectors.joining("\n")));
  }

  private static Stream<OperationHtml> of(JsonValue tag, List<OperationHtml> operations) {
    return operations.stream()
        .filter(one -> one.operation().at("tags").items().getFirst().equals(tag.at("name")));
  }

  private static String anchor(String name) {
    return TAG + name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String schemas(JsonValue document) {
    return document.at("components").at("schemas").members().entrySet().stream()
        .map(schema -> SchemaHtml.section(schema.getKey(), schema.getValue()))
        .collect(Collectors.joining("\n"));
  }
}
