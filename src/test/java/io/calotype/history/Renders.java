package io.calotype.history;

import java.util.Map;

/// The renders of each rendition, which all nodes share with `RENDITIONS=s3`.
///
/// @param counts the number of renders by rendition
/// @param kills the number of times that a node was killed or stopped
/// @param fences the number of results of late holders of a lease that were refused
public record Renders(Map<String, Long> counts, long kills, long fences) {
  /// Nodes that share no renditions: nothing is limited.
  public static final Renders NOT_SHARED = new Renders(Map.of(), 0, 0);
}
