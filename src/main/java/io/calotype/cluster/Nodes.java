package io.calotype.cluster;

import java.util.List;

/// The nodes that work on one data set.
public interface Nodes {
  /// The name of this node, for operators. Nothing depends on it being unique.
  String name();

  /// Returns the names of the nodes that run, including this one, in order. A node that has stopped
  /// is missing after at most one minute. If the coordination is away, only this node is known.
  List<String> running();
}
