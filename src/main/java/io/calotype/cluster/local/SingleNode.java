package io.calotype.cluster.local;

import io.calotype.cluster.Nodes;
import java.util.List;

/// A node without others.
public record SingleNode(String name) implements Nodes {
  @Override
  public List<String> running() {
    return List.of(name);
  }

  @Override
  public boolean distributed() {
    return false;
  }

  @Override
  public void publish(String text) {
    // there is no reader
  }

  @Override
  public List<Report> reports() {
    return List.of();
  }
}
