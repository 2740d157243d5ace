package io.calotype.http.statistics;

import io.calotype.cluster.Nodes;
import io.calotype.json.JsonOutput;
import io.calotype.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/// The figures that a node has published: `{"node":"a","requests":{…},…}`.
///
/// @param node its name
/// @param age the time since then
record NodeReport(String node, Duration age, NodeFigures figures) {
  /// Parses a report; empty if it is not of this form.
  static Optional<NodeReport> of(Nodes.Report report) {
    try {
      return JsonValue.read(report.text())
          .map(
              json -> new NodeReport(json.at("node").text(), report.age(), NodeFigures.read(json)));
    } catch (DateTimeException otherForm) {
      return Optional.empty();
    }
  }

  /// The text that a node publishes.
  String text() {
    return JsonOutput.text(json -> {
      json.writeStartObject();
      json.writeStringProperty("node", node);
      figures.write(json);
      json.writeEndObject();
    });
  }
}
