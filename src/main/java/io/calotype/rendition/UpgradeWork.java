package io.calotype.rendition;

import io.calotype.catalog.Catalog;
import io.calotype.cluster.WorkQueues;
import io.calotype.store.Rendition;
import io.calotype.telemetry.Telemetry;
import java.util.function.BooleanSupplier;

/// Generates AVIF renditions of popular pictures, at this node or at any node.
public interface UpgradeWork extends AutoCloseable {
  /// Returns the work of all nodes if they share renditions, and otherwise that of this node.
  ///
  /// @param crowded whether clients wait for a renderer of this node
  static UpgradeWork of(
      ClusterWork cluster,
      WorkQueues queues,
      Catalog catalog,
      Renditions renditions,
      BooleanSupplier crowded,
      Telemetry telemetry) {
    return cluster.claims()
        ? new SharedUpgrades(
            queues.open(SharedUpgrades.QUEUE), catalog, renditions, crowded, telemetry)
        : new LocalUpgrades(renditions);
  }

  /// Starts to take the work of other nodes.
  default void begin() {}

  /// Returns whether a request for `rendition` is worth its price: not if the rendition was ordered
  /// just now. Never blocks.
  boolean due(Rendition rendition);

  /// Generates `rendition`, or orders it from all nodes. Blocks.
  ///
  /// Errors: those of [Renditions#find] and of [WorkQueues]; a later request triggers it again.
  void make(Rendition rendition);

  @Override
  default void close() {}
}
