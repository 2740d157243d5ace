package io.calotype.cluster;

import java.util.List;

/// Nodes that never change. Reports of this node go nowhere.
///
/// @param reports those of the other nodes
public record FixedNodes(String name, List<String> running, List<Report> reports) implements Nodes {
  /// Nodes without reports.
  public FixedNodes(String name, List<String> running) {
    this(name, running, List.of());
  }

  @Override
  public boolean distributed() {
    return true;
  }

  @Override
  public void publish(String text) {
    // see the description of the class
  }
}
