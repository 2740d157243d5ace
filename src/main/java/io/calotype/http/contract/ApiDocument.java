package io.calotype.http.contract;

import io.calotype.json.JsonValue;

/// The description of the API for clients of this server (OpenAPI 3.1).
///
/// @param publicUrl the begin of all URLs, without a trailing slash; empty for URLs that are
///   relative to that of the document
record ApiDocument(String publicUrl) {
  private static final String SERVER = "servers:\n- {url: /,";

  /// The document as YAML.
  String yaml() {
    String text = YamlResource.text("openapi.yaml");
    return publicUrl.isEmpty()
        ? text
        : text.replace(SERVER, SERVER.replace("/", new JsonValue(publicUrl).toString()));
  }

  /// The document as JSON.
  String json() {
    return value().toString();
  }

  /// The content of the document.
  JsonValue value() {
    return YamlResource.parse(yaml());
  }
}
