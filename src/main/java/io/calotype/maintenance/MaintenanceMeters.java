package io.calotype.maintenance;

import io.calotype.telemetry.Telemetry;
import java.util.function.Supplier;

/// The metrics of the maintenance tasks.
final class MaintenanceMeters {
  private static final String TASK = "chore"; // the label's name, which dashboards know

  private final Telemetry telemetry;

  MaintenanceMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /// Registers a gauge of the records without an original at the last check.
  void observeLostRecords(Supplier<Number> lost) {
    telemetry.gauge("calotype_upkeep_lost_records", lost);
  }

  /// Registers a gauge of the orphans that the last check kept because they are too many.
  void observeHeldBackOrphans(Supplier<Number> heldBack) {
    telemetry.gauge("calotype_upkeep_orphans_held_back", heldBack);
  }

  /// Counts the items that a task removed.
  void removed(String task, long items) {
    telemetry.counter("calotype_upkeep_removed", TASK, task).increment((double) items);
  }

  /// Counts the media or folders that a task skipped.
  void skipped(String task, long items) {
    telemetry.counter("calotype_upkeep_failed", TASK, task).increment((double) items);
  }
}
