package io.calotype.http.api;

import io.calotype.json.JsonOutput;
import io.calotype.maintenance.Coverage;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// The member `covers` of the answers of maintenance:
/// `{"node":"a","nodes":["a","b"],"renditions":["node","bucket"],"originals":["bucket"]}`.
final class CoverageJson {
  private CoverageJson() {}

  /// Writes the member.
  static void write(JsonGenerator json, Coverage coverage) {
    json.writeObjectPropertyStart("covers");
    json.writeStringProperty("node", coverage.node());
    JsonOutput.property(json, "nodes", coverage.nodes());
    JsonOutput.property(json, "renditions", words(coverage.renditions()));
    JsonOutput.property(json, "originals", words(coverage.originals()));
    json.writeEndObject();
  }

  private static List<String> words(Set<Coverage.Place> places) {
    return places.stream().sorted().map(JsonOutput::word).toList();
  }
}
