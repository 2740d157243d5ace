package io.calotype.cdn;

import io.calotype.json.JsonOutput;
import java.util.Map;

/// Bodies of requests as JSON.
final class TagJson {
  private TagJson() {}

  static String of(Map<String, Object> members) {
    return JsonOutput.text(json -> JsonOutput.value(json, members));
  }
}
