package io.calotype.rendition;

import io.calotype.cluster.local.LoneWork;
import io.calotype.telemetry.Telemetry;

/// Shared work for tests.
public final class TestClusterWork {
  private TestClusterWork() {}

  /// That of a single node.
  public static ClusterWork alone() {
    return new ClusterWork(new LoneWork(), false, new Telemetry());
  }
}
