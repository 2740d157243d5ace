package io.calotype.http.api;

import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonInput;
import io.calotype.json.WholeNumber;
import io.calotype.upload.RecordPatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Parses the body of a `PATCH`.
///
/// Errors: `BadRequest` that names the fault.
final class PatchJson {
  private static final String ATTRIBUTES = "attributes";

  private final JsonParser json;
  private final RecordPatch.Builder patch = new RecordPatch.Builder();

  private PatchJson(JsonParser json) {
    this.json = json;
  }

  static RecordPatch parse(String text) {
    try (JsonParser json = JsonInput.parser(text)) {
      return new PatchJson(json).patch();
    } catch (JacksonException notJson) {
      throw QueryParameters.bad("the body is no JSON object");
    }
  }

  private RecordPatch patch() {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw QueryParameters.bad("the body is no JSON object");
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      if (name.equals(ATTRIBUTES)) {
        patch.begin(name);
        attributes();
      } else {
        patch.set(name, text(name));
      }
    }
    if (json.nextToken() != null) {
      throw QueryParameters.bad("something follows the JSON object in the body");
    }
    return patch.build();
  }

  /// A string, or the digits of a number if the member takes one; null removes the member.
  private @Nullable String text(String name) {
    if (!name.equals("ttl") || !json.currentToken().isNumeric()) {
      return textOrNull("member", name);
    }
    String digits = json.getString();
    return WholeNumber.parse(digits).map(String::valueOf).orElse(digits);
  }

  private void attributes() {
    switch (json.currentToken()) {
      case VALUE_NULL -> patch.clearAttributes();
      case START_OBJECT -> {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
          json.nextToken();
          patch.attribute(name, textOrNull("attribute", name));
        }
      }
      case null, default -> throw wrong("member", ATTRIBUTES, "an object or null");
    }
  }

  private @Nullable String textOrNull(String kind, String name) {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> json.getString();
      case null, default -> throw wrong(kind, name, "a text or null");
    };
  }

  private static RuntimeException wrong(String kind, String name, String right) {
    return QueryParameters.bad(
        "the " + kind + " " + QueryParameters.printable(name) + " is not " + right);
  }
}
