package io.calotype.cluster;

import java.time.Duration;
import java.util.List;

/// The nodes that work on one data set, and the reports that they publish about themselves.
public interface Nodes {
  /// The name of this node, for operators. Nothing depends on it being unique.
  String name();

  /// Returns the names of the nodes that run, including this one, in order. A node that has stopped
  /// is missing after at most one minute. If the coordination is away, only this node is known.
  List<String> running();

  /// Whether there may be other nodes.
  boolean distributed();

  /// Publishes a report of this node for a minute, in place of its report before. Does nothing if
  /// there are no other nodes.
  ///
  /// Errors: `Unavailable`.
  ///
  /// @param text in one line, a few kilobytes
  void publish(String text);

  /// Returns the latest reports of the other nodes.
  ///
  /// Errors: `Unavailable`.
  List<Report> reports();

  /// A report of another node.
  ///
  /// @param text as published
  /// @param age the time since it was published, by the clock of the coordination
  record Report(String text, Duration age) {}
}
