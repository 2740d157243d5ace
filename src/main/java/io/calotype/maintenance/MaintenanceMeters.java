package io.calotype.maintenance;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;

/// The metrics of the maintenance tasks and of the scrub.
final class MaintenanceMeters {
  private static final String TASK = "chore"; // the label's name, which dashboards know

  private final Telemetry telemetry;
  private final Counter readBytes;
  private final Counter verifiedMedia;
  private final Counter rounds;

  MaintenanceMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.readBytes = telemetry.counter("calotype_scrub_bytes");
    this.verifiedMedia = telemetry.counter("calotype_scrub_media");
    this.rounds = telemetry.counter("calotype_scrub_rounds");
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

  /// Counts bytes read for verification.
  void read(long bytes) {
    readBytes.increment((double) bytes);
  }

  /// Counts a media verified by the scrub.
  void verified() {
    verifiedMedia.increment();
  }

  /// Counts a completed round of the scrub.
  void roundCompleted() {
    rounds.increment();
  }

  /// Counts damaged items of a `kind` that were recreated, or removed to be recreated.
  void repaired(String kind, long items) {
    telemetry.counter("calotype_scrub_repaired", "what", kind).increment((double) items);
  }
}
