package io.calotype.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Opens parsers that return one token after another. Their caller closes them.
public final class JsonInput {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonInput() {}

  /// A parser of `text`.
  public static JsonParser parser(String text) {
    return FACTORY.createParser(ObjectReadContext.empty(), text);
  }

  /// A parser of UTF-8.
  static JsonParser parser(byte[] text) {
    return FACTORY.createParser(ObjectReadContext.empty(), text);
  }
}
