package io.calotype.maintenance;

import java.util.List;
import java.util.Set;

/// The stored data that a command of maintenance covers.
///
/// @param node the name of the node that runs it
/// @param nodes the names of all nodes that run
/// @param renditions the places of the renditions that it covers
/// @param originals the places of the originals and masters that it covers; empty for none
public record Coverage(
    String node, List<String> nodes, Set<Place> renditions, Set<Place> originals) {
  /// Copies the collections.
  public Coverage {
    nodes = List.copyOf(nodes);
    renditions = Set.copyOf(renditions);
    originals = Set.copyOf(originals);
  }

  /// A place of stored data.
  public enum Place {
    /// The disk of the node that runs the command.
    NODE,
    /// The disks of all nodes that run.
    NODES,
    /// The bucket, which all nodes share.
    BUCKET
  }
}
