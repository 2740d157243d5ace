package io.calotype.http.upload;

import io.calotype.http.exchange.JsonBody;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The options of an upload that are members of a JSON body.
final class OptionMembers {
  private static final String TTL = "ttl";

  private OptionMembers() {}

  /// Returns the values of the options `names`, which are texts, and of `ttl`, by name.
  ///
  /// Errors: `BadRequest` for a member of another type.
  static Map<String, String> read(JsonBody body, List<String> names) {
    Map<String, String> options = new TreeMap<>();
    for (String name : names) {
      String value = body.text(name);
      if (value != null) {
        options.put(name, value);
      }
    }
    String ttl = body.duration(TTL);
    if (ttl != null) {
      options.put(TTL, ttl);
    }
    return options;
  }
}
