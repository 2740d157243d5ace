package io.calotype.http.contract;

import io.calotype.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Reads YAML resources of this package.
final class YamlResource {
  private YamlResource() {}

  /// The text of the resource `name`. Blocks.
  static String text(String name) {
    try (InputStream file =
        Objects.requireNonNull(YamlResource.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The value of a YAML document in the JSON schema of YAML 1.2, with the order of its members.
  static JsonValue parse(String text) {
    return json(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  private static JsonValue json(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> object -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        object.forEach((name, member) -> members.put((String) name, json(member)));
        yield new JsonValue(members);
      }
      case List<?> items -> new JsonValue(items.stream().map(YamlResource::json).toList());
      case Number number -> new JsonValue(new BigDecimal(number.toString()));
      case null -> JsonValue.absent();
      default -> new JsonValue(value);
    };
  }
}
