package io.calotype.http.contract;

import io.calotype.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The content of the description of the API, with its references resolved.
///
/// @param document the whole document
record ApiContent(JsonValue document) {
  private static final List<String> METHODS =
      List.of("get", "post", "put", "patch", "delete", "options");

  /// All operations, in the order of the document.
  Stream<OperationHtml> operations() {
    return document.at("paths").members().entrySet().stream().flatMap(this::operations);
  }

  private Stream<OperationHtml> operations(Map.Entry<String, JsonValue> path) {
    JsonValue item = path.getValue();
    return item.members().keySet().stream()
        .filter(METHODS::contains)
        .map(method ->
            new OperationHtml(
                this,
                method.toUpperCase(Locale.ROOT),
                path.getKey(),
                item.at("parameters").items(),
                item.at(method)));
  }

  /// The value that a reference within the document names; `value` itself if it is none.
  JsonValue resolved(JsonValue value) {
    String target = value.at("$ref").text();
    if (target.isEmpty()) {
      return value;
    }
    JsonValue found = document;
    for (String name : target.substring(2).split("/", -1)) {
      found = found.at(name);
    }
    return resolved(found);
  }
}
