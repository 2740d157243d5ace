package io.calotype.catalog.redis;

import io.calotype.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object that any program may have written. Numbers with a fraction or an exponent read as
/// absent.
///
/// @param json the object; any other value reads as an object without members
record ForeignJson(JsonValue json) {
  /// Parses `text`. Returns an object without members if it is not a JSON object.
  static ForeignJson read(String text) {
    return new ForeignJson(JsonValue.read(text).orElse(JsonValue.absent()));
  }

  Map<String, JsonValue> members() {
    return json.members();
  }

  boolean has(String name) {
    return switch (json.at(name).value()) {
      case null -> false;
      case BigDecimal number -> number.scale() == 0;
      default -> true;
    };
  }

  /// The object `name`; one without members if it is absent.
  ForeignJson at(String name) {
    return new ForeignJson(json.at(name));
  }

  /// A text or a whole number; null if it is absent.
  @Nullable String textOrNull(String name) {
    return switch (json.at(name).value()) {
      case String text -> text;
      case BigDecimal number when number.scale() == 0 -> number.toString();
      case null, default -> null;
    };
  }

  /// Errors: an [IllegalArgumentException] if it is absent.
  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return text;
  }

  /// Errors: an [IllegalArgumentException] if it is absent.
  long number(String name) {
    return Long.parseLong(text(name));
  }

  /// Errors: an [IllegalArgumentException] if it is absent.
  int count(String name) {
    return Integer.parseInt(text(name));
  }

  boolean claims(String name) {
    return Boolean.TRUE.equals(json.at(name).value());
  }

  /// The texts of the list `name`.
  List<String> texts(String name) {
    return json.at(name).items().stream()
        .map(JsonValue::value)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }
}
