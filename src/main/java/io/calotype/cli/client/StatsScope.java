package io.calotype.cli.client;

import java.util.Locale;

/// The nodes whose statistics are shown.
public enum StatsScope {
  /// The node that answers.
  NODE,
  /// All nodes of the data set.
  CLUSTER;

  /// The word in URLs and on the command line.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
