package io.calotype.http.statistics;

import io.calotype.cache.CacheMeters;
import io.calotype.catalog.CatalogMeters;
import io.calotype.cluster.Nodes;
import io.calotype.http.exchange.RequestMeters;
import io.calotype.imaging.RenderMeters;
import io.calotype.json.JsonOutput;
import io.calotype.maintenance.usage.UsageScan;
import io.calotype.store.HitMeters;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The statistics of this node and of all nodes, as JSON.
public final class Statistics {
  private final RequestMeters requests;
  private final HitMeters hits;
  private final CacheMeters cache;
  private final RenderMeters renders;
  private final CatalogMeters catalog;
  private final UsageScan usage;
  private final Nodes nodes;

  /// Creates statistics of the meters in `telemetry`.
  public Statistics(Telemetry telemetry, UsageScan usage, Nodes nodes) {
    this.requests = new RequestMeters(telemetry);
    this.hits = new HitMeters(telemetry);
    this.cache = new CacheMeters(telemetry);
    this.renders = new RenderMeters(telemetry);
    this.catalog = new CatalogMeters(telemetry);
    this.usage = usage;
    this.nodes = nodes;
  }

  /// The figures of this node, as JSON.
  public byte[] ofThisNode() {
    List<String> running = nodes.running();
    NodeFigures own = figures();
    return JsonOutput.bytes(json -> {
      begin(json, "node", running);
      own.write(json);
      json.writeEndObject();
    });
  }

  /// The sums of the figures of all nodes and the figures of each, as JSON. Those of other nodes
  /// are as old as their last report.
  ///
  /// Errors: `Unavailable` if the reports cannot be read.
  public byte[] ofAllNodes() {
    List<NodeReport> reports = reports();
    List<String> running = nodes.running();
    List<String> heard = reports.stream().map(NodeReport::node).toList();
    NodeFigures sums =
        reports.stream().map(NodeReport::figures).reduce(NodeFigures::plus).orElseThrow();
    return JsonOutput.bytes(json -> {
      begin(json, "cluster", running);
      JsonOutput.property(
          json, "missing", running.stream().filter(name -> !heard.contains(name)).toList());
      sums.write(json);
      json.writeArrayPropertyStart("perNode");
      reports.forEach(report -> write(json, report));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private void begin(JsonGenerator json, String scope, List<String> running) {
    json.writeStartObject();
    json.writeStringProperty("scope", scope);
    json.writeStringProperty("node", nodes.name());
    JsonOutput.property(json, "nodes", running);
  }

  private static void write(JsonGenerator json, NodeReport report) {
    json.writeStartObject();
    json.writeStringProperty("node", report.node());
    json.writeNumberProperty("ageMillis", report.age().toMillis());
    report.figures().write(json);
    json.writeEndObject();
  }

  /// The report of this node, which is of now, and those of the others.
  private List<NodeReport> reports() {
    List<NodeReport> reports = new ArrayList<>();
    reports.add(own());
    nodes.reports().stream().map(NodeReport::of).flatMap(Optional::stream).forEach(reports::add);
    return reports;
  }

  /// The report of this node.
  NodeReport own() {
    return new NodeReport(nodes.name(), Duration.ZERO, figures());
  }

  private NodeFigures figures() {
    return new NodeFigures(
        RequestFigures.of(hits, requests.problems()),
        CacheFigures.of(cache),
        RenderFigures.of(renders),
        new CallTimes(catalog.times()),
        usage.last().orElse(null));
  }
}
